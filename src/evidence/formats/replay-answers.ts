/** What the main answer of a check must hold, for jq: a status alone is not evidence. */
export const ANSWERS: Readonly<Record<string, string>> = {
  'gateway-ready': '.ok == true',
  models: 'any(.data[]; .id == "codex-chatgpt")',
  'billing-status': 'type == "object" and (keys | length) > 0',
  'vm-status': 'type == "object" and (keys | length) > 0',
  'containers-status': 'type == "object" and (keys | length) > 0',
};
