#!/bin/sh
# Sees that Debian's packages for the tests are there: system_packages.sh chromium nginx-light postgresql-15
# Root gets them installed; anyone else is told in one line what to install.
set -eu

present() {
    case $1 in
        chromium) [ -x /usr/bin/chromium ] ;;
        nginx-light) [ -x /usr/sbin/nginx ] ;;
        postgresql-15) [ -x /usr/lib/postgresql/15/bin/initdb ] ;;
    esac
}

missing=""
for package in "$@"; do
    present "$package" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -ne 0 ]; then
    echo "The tests need Debian's$missing; install once with: sudo apt-get install$missing" >&2
    exit 1
fi

echo "Installing Debian's$missing"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
quietly() { "$@" >"$log" 2>&1 || { cat "$log" >&2; exit 1; }; }
install() { quietly apt-get install -qq -y --no-install-recommends "$@"; }
quietly apt-get update -qq
case $missing in
    *postgresql*)
        # The tests start a server of their own on a free port; without this line Debian would make and start
        # one as well. A choice already made on this machine stands.
        install postgresql-common
        settings=/etc/postgresql-common/createcluster.conf
        grep -q '^ *create_main_cluster' $settings || echo 'create_main_cluster = false' >>$settings
        ;;
esac
case $missing in
    *nginx*)
        # The tests start one of their own; without this Debian would start one on port 80 as well.
        policy=/usr/sbin/policy-rc.d
        if [ -e $policy ]; then
            policy="" # this machine has made its choice
        else
            printf '#!/bin/sh\nexit 101\n' >$policy
            chmod +x $policy
        fi
        ;;
esac
# shellcheck disable=SC2086 # one word per package
install $missing
[ -z "${policy:-}" ] || rm "$policy"
rm "$log"
