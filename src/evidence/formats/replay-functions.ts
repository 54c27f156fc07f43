/** Variables that the script makes itself: fresh in every run. */
export const SELF_MADE_VARIABLES: ReadonlySet<string> = new Set([
  'PROOF_MARKER',
  'PROOF_ACCOUNT_ID',
  'PROOF_OTHER_ACCOUNT_ID',
  'PROOF_OTHER_SUBJECT',
  'PROOF_OCCURRED_AT',
]);

/** The part of `replay.sh` that is the same in every proof. POSIX shell. */
export const REPLAY_FUNCTIONS = `set -u
LC_ALL=C
export LC_ALL
for tool in curl jq; do
  command -v "$tool" >/dev/null || { echo "replay.sh needs $tool" >&2; exit 2; }
done
: "\${BUS_BASE_URL:?set it to the base URL of the gateway}"

digits() { od -An -N"$1" -tx1 /dev/urandom | tr -d ' \\n'; }
uuid() { jq -rn --arg d "$(digits 16)" '$d[0:8] + "-" + $d[8:12] + "-4" + $d[13:16] + "-8" + $d[17:20] + "-" + $d[20:32]'; }
PROOF_MARKER="r$(digits 8)"
PROOF_ACCOUNT_ID=$(uuid)
PROOF_OTHER_ACCOUNT_ID=$(uuid)
PROOF_OTHER_SUBJECT=$(uuid)
PROOF_OCCURRED_AT=$(jq -rn --arg s "$(od -An -N4 -tu4 /dev/urandom | tr -d ' \\n')" '946684800 + ($s | tonumber) % 315360000 | todate | sub("Z$"; ".123Z")')

answer=$(mktemp)
trap 'rm -f "$answer"' EXIT
passed=0 skipped=0 failed=0

# The commands are those of the report; this makes each print the status and keep the answer.
curl() {
  command curl --output "$answer" --write-out '%{http_code}' --globoff --max-time 30 --max-filesize 67108864 \\
    --proto '=http,https' "$@" 2>/dev/null || :
}
tell() { printf '%-4s  %s%s\\n' "$1" "$2" "\${3:+  $3}"; }
skip() { skipped=$((skipped + 1)); tell SKIP "$1" "$2"; }
begin() { check=$1 calls=$2 made=0 wrong='' unset_names=''; : >"$answer"; }
ready() {
  for name; do
    eval "value=\\\${$name-}"
    [ -n "$value" ] && continue
    case "$unset_names " in *" $name "*) ;; *) unset_names="$unset_names $name" ;; esac
    return 1
  done
}
expect() {
  made=$((made + 1))
  [ "$1" = "$2" ] || wrong="\${wrong:-call $made: expected $1, got $2}"
}
holds() { jq -e "$1" "$answer" >/dev/null 2>&1 || wrong="\${wrong:-call $made: the answer is not what it should hold}"; }
end() {
  if [ -n "$wrong" ]; then failed=$((failed + 1)); tell FAIL "$check" "$wrong"
  elif [ "$made" -lt "$calls" ]; then
    skip "$check" "$made of $calls calls gave the recorded answer\${unset_names:+; not set:$unset_names}"
  else passed=$((passed + 1)); tell PASS "$check" ''; fi
}
finish() {
  echo "$passed passed, $skipped skipped, $failed failed"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
`;
