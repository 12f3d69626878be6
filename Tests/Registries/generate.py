#!/usr/bin/env python3
"""Writes Sources/TLSHandshake/Registries/*Registry.swift from the tables in iana/.

The tables hold numbers and names as IANA registers them (TLS Parameters, TLS ExtensionType Values), with a few values
that were deployed without registration (next_protocol_negotiation, application_settings, channel_id,
encrypted_server_name). cipher-suites.csv has OpenSSL's name in a third column where it differs. To bring a table up to
date, replace its file with IANA's CSV (first two columns), change its date below and run this script.
"""

import csv
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
TARGET = HERE.parent.parent / "Sources" / "TLSHandshake" / "Registries"

# The state of each table: the newest registration it holds, not the day it was copied.
DATES = {
    "cipher-suites": "2025-12 (RFC 9847)",
    "supported-groups": "2025-12",
    "signature-schemes": "2025-12",
    "alerts": "2025-12",
    "extension-types": "2025-12-24",
    "handshake-types": "2025-12",
    "certificate-types": "2025-12",
}

NAMES = {
    "supported-groups": ("NamedGroup", "Supported Groups"),
    "signature-schemes": ("SignatureScheme", "SignatureScheme"),
    "alerts": ("AlertDescription", "Alerts"),
    "extension-types": ("ExtensionType", "ExtensionType Values"),
    "handshake-types": ("HandshakeType", "HandshakeType"),
    "certificate-types": ("ClientCertificateType", "ClientCertificateType Identifiers"),
}

KEY_EXCHANGE = [
    ("ECDHE_PSK", "ecdhePSK", "psk"), ("DHE_PSK", "dhePSK", "psk"), ("PSK_DHE", "dhePSK", "psk"),
    ("RSA_PSK", "rsaPSK", "rsa"), ("PSK", "psk", "psk"),
    ("RSA_EXPORT", "rsaExport", "rsa"), ("RSA", "rsa", "rsa"),
    ("DHE_RSA", "dhe", "rsa"), ("DHE_DSS", "dhe", "dss"), ("DH_RSA", "dh", "rsa"), ("DH_DSS", "dh", "dss"),
    ("DH_anon", "dhe", "anonymous"), ("ECDH_anon", "ecdhe", "anonymous"),
    ("ECDHE_ECDSA", "ecdhe", "ecdsa"), ("ECDHE_RSA", "ecdhe", "rsa"),
    ("ECDH_ECDSA", "ecdh", "ecdsa"), ("ECDH_RSA", "ecdh", "rsa"),
    ("KRB5", "kerberos", "kerberos"), ("SRP_SHA_RSA", "srp", "rsa"), ("SRP_SHA_DSS", "srp", "dss"),
    ("SRP_SHA", "srp", "password"), ("ECCPWD", "eccpwd", "password"), ("GOSTR341112_256", "gost", "gost"),
    ("NULL", "none", "none"),
]

CIPHERS = {
    "NULL": "null", "RC4_40": "rc4With40BitKey", "RC4_128": "rc4", "RC2_CBC_40": "rc2With40BitKey",
    "DES40_CBC": "desWith40BitKey", "DES_CBC_40": "desWith40BitKey", "DES_CBC": "des", "3DES_EDE_CBC": "tripleDES",
    "IDEA_CBC": "idea", "SEED_CBC": "seed",
    "AES_128_CBC": "aes128CBC", "AES_256_CBC": "aes256CBC", "AES_128_GCM": "aes128GCM", "AES_256_GCM": "aes256GCM",
    "AES_128_CCM": "aes128CCM", "AES_256_CCM": "aes256CCM", "AES_128_CCM_8": "aes128CCM8", "AES_256_CCM_8": "aes256CCM8",
    "CAMELLIA_128_CBC": "camellia128CBC", "CAMELLIA_256_CBC": "camellia256CBC",
    "CAMELLIA_128_GCM": "camellia128GCM", "CAMELLIA_256_GCM": "camellia256GCM",
    "ARIA_128_CBC": "aria128CBC", "ARIA_256_CBC": "aria256CBC",
    "ARIA_128_GCM": "aria128GCM", "ARIA_256_GCM": "aria256GCM",
    "CHACHA20_POLY1305": "chaCha20Poly1305", "SM4_GCM": "sm4GCM", "SM4_CCM": "sm4CCM",
    "AEGIS_256": "aegis256", "AEGIS_128L": "aegis128L", "ASCONAEAD128": "ascon128",
}

HASHES = {"MD5": "md5", "SHA": "sha1", "SHA256": "sha256", "SHA384": "sha384", "SHA512": "sha512", "SM3": "sm3",
          "ASCONHASH256": "asconHash256"}


def rows(name):
    with open(HERE / "iana" / f"{name}.csv", newline="") as file:
        for row in list(csv.reader(file))[1:]:
            yield [int(row[0], 0)] + row[1:]


def camel(name):
    parts = re.split(r"_", name)
    first = parts[0]
    if first.isupper() or (first[0].isupper() and any(c.isdigit() for c in first)):
        # GC256A, MLKEM768, SecP256r1MLKEM768, X25519MLKEM768: lower the leading capitals only.
        match = re.match(r"[A-Z]+(?![a-z])|[A-Z]", first)
        head = match.group(0)
        first = head.lower() + first[len(head):]
    result = first + "".join(part[:1].upper() + part[1:] for part in parts[1:])
    for plain, word in (("Dh", "DH"), ("Ecdh", "ECDH"), ("Psk", "PSK"), ("Ca", "CA"), ("Ech", "ECH")):
        result = re.sub(rf"(?<=[a-z0-9]){plain}(?=[A-Z]|$)", word, result)
    return result


def header(name, title):
    return (f"// Written by Tests/Registries/generate.py: change the tables there, not this file.\n"
            f"// IANA, TLS {title}, as of {DATES[name]}.\n\n")


def simple(name):
    type_name, title = NAMES[name]
    table = list(rows(name))
    out = header(name, title)
    out += f"extension {type_name} {{\n"
    for value, text in table:
        out += f"  public static let {camel(text)} = {type_name}(rawValue: {value})\n"
    out += "\n  /// The name in IANA's registry; `nil` where this table has none.\n"
    out += "  public var registeredName: String? {\n    switch rawValue {\n"
    for value, text in table:
        out += f"    case {value}: \"{text}\"\n"
    out += "    default: nil\n    }\n  }\n}\n"
    (TARGET / f"{type_name}Registry.swift").write_text(out)


def components(name):
    """Key exchange, authentication, cipher and hash as the suite's own name tells them."""
    body = name.removeprefix("TLS_")
    if name in ("TLS_EMPTY_RENEGOTIATION_INFO_SCSV", "TLS_FALLBACK_SCSV", "TLS_NULL_WITH_NULL_NULL"):
        return ("none", "none", "null", "none")
    if name in ("TLS_SHA256_SHA256", "TLS_SHA384_SHA384"):
        return ("tls13", "tls13", "null", HASHES[body.split("_")[0]])
    if "_WITH_" not in body:
        cipher, _, hash_name = body.rpartition("_")
        return ("tls13", "tls13", CIPHERS[cipher], HASHES[hash_name])
    exchange, _, rest = body.partition("_WITH_")
    export = exchange.endswith("_EXPORT")
    exchange = exchange.removesuffix("_EXPORT")
    for prefix, kx, auth in KEY_EXCHANGE:
        if exchange == prefix:
            break
    else:
        raise SystemExit(f"{name}: key exchange {exchange} is not known to this script")
    if export and kx == "rsa":
        kx = "rsaExport"
    if kx == "gost":
        return (kx, auth, "gost", "gost")
    if rest in CIPHERS:  # CCM without a hash in its name: SHA-256 (RFC 6655 section 3)
        return (kx, auth, CIPHERS[rest], "sha256")
    cipher, _, hash_name = rest.rpartition("_")
    return (kx, auth, CIPHERS[cipher], HASHES[hash_name])


def suites():
    out = header("cipher-suites", "Cipher Suites")
    out += ("extension CipherSuite {\n"
            "  /// What the registry and the suite's name tell; `nil` for a number that this table does not have.\n"
            "  var entry: Entry? {\n    switch rawValue {\n")
    for value, name, openssl in rows("cipher-suites"):
        kx, auth, cipher, hash_name = components(name)
        other = f"\"{openssl}\"" if openssl else "nil"
        out += f"    case 0x{value:04X}: Entry(\"{name}\", {other}, .{kx}, .{auth}, .{cipher}, .{hash_name})\n"
    out += "    default: nil\n    }\n  }\n}\n"
    (TARGET / "CipherSuiteRegistry.swift").write_text(out)


def main():
    TARGET.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        simple(name)
    suites()


if __name__ == "__main__":
    sys.exit(main())
