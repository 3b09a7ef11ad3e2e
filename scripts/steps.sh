# What the steps of a set-up share: a log each, a dot every five seconds, one sentence for a fault.
LOGS=.cache/logs
NETWORK_FAULTS='dns error|name resolution|connection|connect error|timed out|unreachable|error sending|max retries|proxy|getaddrinfo|eai_again|econn|etimedout|network request'
mkdir -p "$LOGS"

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

# Runs a command with its output in a log, and a dot every five seconds.
quietly() {
  log="$LOGS/$1.log"
  shift
  "$@" >"$log" 2>&1 &
  command=$!
  trap 'kill "$command" 2>/dev/null; exit 130' INT TERM
  seconds=0
  while kill -0 "$command" 2>/dev/null; do
    sleep 1
    seconds=$((seconds + 1))
    [ $((seconds % 5)) -ne 0 ] || printf '.'
  done
  trap - INT TERM
  printf ' %s s\n' "$seconds"
  wait "$command"
}

# Fails with the reason that the log of a step shows.
fail_for() {
  log="$LOGS/$1.log"
  if grep -qiE "$NETWORK_FAULTS" "$log"; then
    fail "The package index can't be reached: check the network connection, then run make setup again (details: $log)."
  fi
  if grep -qiE 'no space left|disk quota' "$log"; then
    fail "The disk is full: the packages need 3 GB; free some space, then run make setup again."
  fi
  fail "$2 (details: $log)."
}
