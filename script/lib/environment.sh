# Sourced by the commands in script/: brings Node 24 and the dependencies, and nothing else.
# shellcheck shell=bash

SCENESHIFT_ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
NODE_MAJOR=24

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "error: $*"
  exit 1
}

node_major() { "$1" -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0; }

# The name of the npm package that carries a Node binary for this machine.
node_package() {
  local os cpu
  os="$(uname -s | tr '[:upper:]' '[:lower:]')"
  case "$(uname -m)" in
    x86_64 | amd64) cpu=x64 ;;
    aarch64 | arm64) cpu=arm64 ;;
    *) fail "no Node $NODE_MAJOR package for $(uname -m); install Node $NODE_MAJOR and run this again" ;;
  esac
  echo "node-$os-$cpu"
}

ensure_node() {
  if command -v node >/dev/null && [ "$(node_major node)" -ge "$NODE_MAJOR" ]; then return; fi
  command -v npm >/dev/null || fail "npm is not on the PATH; install Node 20 or newer, which brings it"
  local package bin
  package="$(node_package)"
  bin="$SCENESHIFT_ROOT/.tools/node_modules/$package/bin"
  if [ "$(node_major "$bin/node")" -lt "$NODE_MAJOR" ]; then
    say "· Node $NODE_MAJOR (this machine has $(node --version 2>/dev/null || echo none))"
    mkdir -p "$SCENESHIFT_ROOT/.tools"
    npm install --prefix "$SCENESHIFT_ROOT/.tools" --no-save --no-audit --no-fund --loglevel=error \
      "$package@$NODE_MAJOR" >&2 || fail "Node $NODE_MAJOR could not be installed from npm"
  fi
  export PATH="$bin:$PATH"
}

yarn_cli() {
  YARN_NPM_REGISTRY_SERVER="${YARN_NPM_REGISTRY_SERVER:-$(npm config get registry 2>/dev/null)}" \
    node "$SCENESHIFT_ROOT/.yarn/releases/yarn-4.13.0.cjs" "$@"
}

# Installs when a package.json or the lock file changed since the last install.
ensure_dependencies() {
  local stamp="$SCENESHIFT_ROOT/node_modules/.sceneshift-install" wanted
  wanted="$(cd "$SCENESHIFT_ROOT" && cat yarn.lock package.json packages/*/package.json plugins/*/package.json | sha256sum | cut -d' ' -f1)"
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then return; fi
  local log started=$SECONDS
  log="$(mktemp)"
  say "· dependencies (yarn install; the first time takes a minute or two)"
  (cd "$SCENESHIFT_ROOT" && yarn_cli install ${CI:+--immutable}) >"$log" 2>&1 || {
    tail -n 25 "$log" >&2
    fail "yarn install failed; the whole log is in $log"
  }
  rm -f "$log"
  echo "$wanted" >"$stamp"
  say "✓ dependencies ($((SECONDS - started)) s)"
}
