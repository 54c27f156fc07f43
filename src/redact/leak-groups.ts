/** Bytes that base64 writes as four digits, and hex as six. */
export const GROUP_BYTES = 3;

/** The slot, of 65,536, of two groups of three bytes each. */
export function pairSlot(first: number, second: number): number {
  return (Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b)) >>> 16;
}
