#!/bin/sh
# <<hook_head>>
set -u
cd "$(git rev-parse --show-toplevel)" || exit 1

if command -v rozcestnik >/dev/null 2>&1; then
  program=rozcestnik
elif [ -x target/release/rozcestnik ]; then
  program=$PWD/target/release/rozcestnik
elif [ -x target/debug/rozcestnik ]; then
  program=$PWD/target/debug/rozcestnik
else
  # <<hook_why_pass>>
  echo <<'hook_missing'>> >&2
  exit 0
fi

# <<hook_index>>
tree=$(mktemp -d) || exit 1
trap 'rm -rf "$tree"' EXIT
git checkout-index --all --prefix="$tree/" || exit 1
"$program" --root "$tree" check --format short
code=$?
if [ "$code" -ne 0 ]; then
  echo <<'hook_skip'>> >&2
fi
exit "$code"
