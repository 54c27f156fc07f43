import { basename } from 'node:path/posix';
import { isPlaceholder } from '../placeholders.ts';
import { LAYER, type Span } from '../spans.ts';
import { isReadableValue } from '../value-shape.ts';
import { netrcLeaves, pgpassLeaves, userlistLeaves } from './credential-files.ts';
import { jsonLeaves } from './json.ts';
import type { Leaf } from './leaf.ts';
import { lineLeaves } from './lines.ts';
import { assignedFrom, policiesFor } from './policies.ts';
import { yamlLeaves } from './yaml.ts';

/**
 * The structure layer: small files of a known format are read by a parser that tells where each value stands, and the
 * values that have to go are replaced in place. Nothing is written anew, so that comments, duplicate keys and long
 * numbers stay. A file that does not parse gives nothing here and is read as text by the other layers.
 * @param name path of the file; its last part tells the format
 */
export function structureSpans(name: string, bytes: Buffer): Span[] {
  const file = basename(name.replaceAll('\\', '/')).toLowerCase();
  const leaves = leavesOf(file, bytes);
  if (leaves === undefined) return [];
  const policies = policiesFor(file, leaves);
  const spans: Span[] = [];
  for (const leaf of leaves) {
    if (leaf.end <= leaf.start || isPlaceholder(leaf.value) || isInBrackets(bytes, leaf)) continue;
    const assigned = assignedFrom(leaf, bytes.toString('latin1', leaf.start, leaf.end));
    if (assigned !== undefined) {
      const value = leaf.value.slice(assigned);
      spans.push(spanOf({ ...leaf, start: leaf.start + assigned, value, quote: '' }, 'keyed-value'));
      continue;
    }
    for (const policy of policies) {
      const rule = policy(leaf);
      if (rule === undefined) continue;
      spans.push(spanOf(leaf, rule));
      break;
    }
  }
  return spans;
}

/** A bare placeholder of an earlier pass reads as a list of one in YAML. */
function isInBrackets(bytes: Buffer, leaf: Leaf): boolean {
  return leaf.end - leaf.start < 64 && isPlaceholder(bytes.toString('latin1', leaf.start - 1, leaf.end + 1));
}

function leavesOf(file: string, bytes: Buffer): Leaf[] | undefined {
  if (/^\.?_?netrc$/.test(file)) return netrcLeaves(bytes);
  if (/^\.?pgpass(?:\.conf)?$/.test(file)) return pgpassLeaves(bytes);
  if (file === 'userlist.txt') return userlistLeaves(bytes);
  if (/(?:^|\.)env(?:\.|$)/.test(file)) return lineLeaves(bytes, 'dotenv');
  if (file.endsWith('.toml')) return lineLeaves(bytes, 'toml');
  if (/\.(?:ini|cfg|conf|cnf|properties)$|^\.?(?:npmrc|pypirc|yarnrc|my\.cnf|credentials)$/.test(file))
    return lineLeaves(bytes, 'ini');
  if (/\.(?:ya?ml|kubeconfig)$|^kubeconfig$/.test(file)) return yamlLeaves(bytes);
  if (/\.(?:json|har|jwk|jwks)$/.test(file) || /^\s*[[{]/.test(bytes.toString('latin1', 0, 64)))
    return jsonLeaves(bytes);
  return undefined;
}

function spanOf(leaf: Leaf, rule: string): Span {
  return {
    start: leaf.start,
    end: leaf.end,
    contextStart: leaf.start,
    rule,
    kind: rule === 'codex-auth-file' ? 'codex' : 'secret',
    layer: LAYER.key,
    canonical: isReadableValue(leaf.value) ? undefined : leaf.value,
    ...(leaf.quote === '' ? {} : { quote: leaf.quote }),
  };
}
