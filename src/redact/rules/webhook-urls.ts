import { BYTE, byteSet } from '../byte-classes.ts';
import { LAYER } from '../spans.ts';
import { startsWith } from './quote.ts';
import type { Rule } from './rule.ts';

/** Hosts whose addresses are capabilities: who has the address may post. What stays readable is the host. */
const CAPABILITY_ADDRESSES = [
  'hooks.slack.com/services/',
  'hooks.slack.com/workflows/',
  'hooks.slack.com/triggers/',
  'discord.com/api/webhooks/',
  'discordapp.com/api/webhooks/',
  'webhook.office.com/webhookb2/',
  'outlook.office.com/webhook/',
  'hooks.zapier.com/hooks/catch/',
  'maker.ifttt.com/use/',
  'hook.eu1.make.com/',
  'hook.us1.make.com/',
  'chat.googleapis.com/v1/spaces/',
  'oapi.dingtalk.com/robot/send?access_token=',
  'open.feishu.cn/open-apis/bot/v2/hook/',
  'billing.stripe.com/p/session/',
  'checkout.stripe.com/c/pay/',
  'checkout.stripe.com/pay/',
] as const;

/** The same addresses inside of a query value and of JSON that escapes slashes. */
const ANCHORS = CAPABILITY_ADDRESSES.flatMap((address) => [
  address,
  address.replaceAll('/', '%2f').replaceAll('?', '%3f').replaceAll('=', '%3d'),
  address.replaceAll('/', '\\/'),
]);

const PATH = byteSet('A-Za-z0-9_.~%/@?=&+:#\\-');
const SHORTEST = 12;

/** Addresses of known hosts that let their holder in. */
export function webhookRule(): Rule {
  return {
    id: 'webhook-url',
    anchors: ANCHORS,
    inspect(window, start, end, _anchor, found) {
      const { bytes } = window;
      if (start < found.shapeEnd) return;
      let stop = endOfPath(bytes, end, window.end);
      const isOpen = stop === window.end && !window.complete;
      while (!isOpen && stop > end && bytes[stop - 1] === BYTE.dot) stop--;
      if (stop - end < SHORTEST) return;
      found.add({
        start: end,
        end: stop,
        contextStart: start,
        rule: 'webhook-url',
        kind: 'webhook',
        layer: LAYER.shape,
        canonical: bytes.toString('latin1', end, stop),
        quote: undefined,
        findEnd: isOpen ? resume : undefined,
      });
    },
  };
}

/** A backslash belongs to the path only where it escapes a slash. */
function endOfPath(bytes: Buffer, from: number, end: number): number {
  let i = from;
  while (i < end && PATH[bytes[i] as number] === 1) {
    if (bytes[i] === BYTE.backslash && bytes[i + 1] !== BYTE.slash) break;
    if (bytes[i] === BYTE.percent && (startsWith(bytes, i, end, '%22') || startsWith(bytes, i, end, '%26')))
      break;
    i++;
  }
  return i;
}

function resume(bytes: Buffer, from: number, end: number): number {
  const at = endOfPath(bytes, from, end);
  return at < end ? at : -1;
}
