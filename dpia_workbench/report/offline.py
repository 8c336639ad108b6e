"""The note that goes with all releases in one file: how to check it without us."""

READ_ME = """\
# All public releases of a DPIA Workbench / Alle openbare releases

## English

- `releases/<product>/<number>.json`: the content of a release, byte for byte as it was hashed.
- `proofs/<product>/<number>.json`: its hash and signature, and what happened since: withdrawn,
  replaced, corrected (errata). What is in `releases` never changes.
- `schemas/`: JSON Schema (2020-12) of the content. `keys.json`: the public keys.
- `manifest.json`: path, size and SHA-256 of every file above. `manifest.signature.json`: the
  Ed25519 signature over the bytes of `manifest.json`.

To check everything, also without a network: `dpia-workbench verify FILE`. Get the public keys
yourself, once, from the publisher (`/.well-known/dpia-workbench-keys.json`), and add `--keys FILE`:
the keys in this file prove nothing about who made it.

By hand: (1) check the signature over `manifest.json` with the key that it names (`x` is the raw
public key in base64url); (2) compare the SHA-256 of every file with the manifest; (3) check each
signature in `proofs` over the bytes of the release; (4) `previous` in a release is the SHA-256 of
the release of the same dossier before it.

## Nederlands

- `releases/<product>/<nummer>.json`: de inhoud van een release, precies zoals de hash is berekend.
- `proofs/<product>/<nummer>.json`: de hash en de handtekening, en wat er daarna gebeurde:
  ingetrokken, vervangen, verbeterd (errata). Wat in `releases` staat, verandert nooit.
- `schemas/`: het JSON Schema (2020-12) van de inhoud. `keys.json`: de openbare sleutels.
- `manifest.json`: pad, grootte en SHA-256 van elk bestand. `manifest.signature.json`: de
  Ed25519-handtekening over de bytes van `manifest.json`.

Alles controleren, ook zonder netwerk: `dpia-workbench verify BESTAND`. Haal de openbare sleutels
zelf één keer op bij de uitgever (`/.well-known/dpia-workbench-keys.json`) en voeg `--keys BESTAND`
toe: de sleutels in dit bestand bewijzen niet wie het heeft gemaakt.
"""
