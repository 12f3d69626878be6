// Written by Tests/Registries/generate.py: change the tables there, not this file.
// IANA, TLS Cipher Suites, as of 2025-12 (RFC 9847).

extension CipherSuite {
  /// What the registry and the suite's name tell; `nil` for a number that this table does not have.
  var entry: Entry? {
    switch rawValue {
    case 0x0000: Entry("TLS_NULL_WITH_NULL_NULL", nil, .none, .none, .null, .none)
    case 0x0001: Entry("TLS_RSA_WITH_NULL_MD5", "NULL-MD5", .rsa, .rsa, .null, .md5)
    case 0x0002: Entry("TLS_RSA_WITH_NULL_SHA", "NULL-SHA", .rsa, .rsa, .null, .sha1)
    case 0x0003: Entry("TLS_RSA_EXPORT_WITH_RC4_40_MD5", "EXP-RC4-MD5", .rsaExport, .rsa, .rc4With40BitKey, .md5)
    case 0x0004: Entry("TLS_RSA_WITH_RC4_128_MD5", "RC4-MD5", .rsa, .rsa, .rc4, .md5)
    case 0x0005: Entry("TLS_RSA_WITH_RC4_128_SHA", "RC4-SHA", .rsa, .rsa, .rc4, .sha1)
    case 0x0006:
      Entry("TLS_RSA_EXPORT_WITH_RC2_CBC_40_MD5", "EXP-RC2-CBC-MD5", .rsaExport, .rsa, .rc2With40BitKey, .md5)
    case 0x0007: Entry("TLS_RSA_WITH_IDEA_CBC_SHA", "IDEA-CBC-SHA", .rsa, .rsa, .idea, .sha1)
    case 0x0008:
      Entry("TLS_RSA_EXPORT_WITH_DES40_CBC_SHA", "EXP-DES-CBC-SHA", .rsaExport, .rsa, .desWith40BitKey, .sha1)
    case 0x0009: Entry("TLS_RSA_WITH_DES_CBC_SHA", "DES-CBC-SHA", .rsa, .rsa, .des, .sha1)
    case 0x000A: Entry("TLS_RSA_WITH_3DES_EDE_CBC_SHA", "DES-CBC3-SHA", .rsa, .rsa, .tripleDES, .sha1)
    case 0x000B: Entry("TLS_DH_DSS_EXPORT_WITH_DES40_CBC_SHA", nil, .dh, .dss, .desWith40BitKey, .sha1)
    case 0x000C: Entry("TLS_DH_DSS_WITH_DES_CBC_SHA", nil, .dh, .dss, .des, .sha1)
    case 0x000D: Entry("TLS_DH_DSS_WITH_3DES_EDE_CBC_SHA", nil, .dh, .dss, .tripleDES, .sha1)
    case 0x000E: Entry("TLS_DH_RSA_EXPORT_WITH_DES40_CBC_SHA", nil, .dh, .rsa, .desWith40BitKey, .sha1)
    case 0x000F: Entry("TLS_DH_RSA_WITH_DES_CBC_SHA", nil, .dh, .rsa, .des, .sha1)
    case 0x0010: Entry("TLS_DH_RSA_WITH_3DES_EDE_CBC_SHA", nil, .dh, .rsa, .tripleDES, .sha1)
    case 0x0011:
      Entry("TLS_DHE_DSS_EXPORT_WITH_DES40_CBC_SHA", "EXP-DHE-DSS-DES-CBC-SHA", .dhe, .dss, .desWith40BitKey, .sha1)
    case 0x0012: Entry("TLS_DHE_DSS_WITH_DES_CBC_SHA", "DHE-DSS-DES-CBC-SHA", .dhe, .dss, .des, .sha1)
    case 0x0013: Entry("TLS_DHE_DSS_WITH_3DES_EDE_CBC_SHA", "DHE-DSS-DES-CBC3-SHA", .dhe, .dss, .tripleDES, .sha1)
    case 0x0014:
      Entry("TLS_DHE_RSA_EXPORT_WITH_DES40_CBC_SHA", "EXP-DHE-RSA-DES-CBC-SHA", .dhe, .rsa, .desWith40BitKey, .sha1)
    case 0x0015: Entry("TLS_DHE_RSA_WITH_DES_CBC_SHA", "DHE-RSA-DES-CBC-SHA", .dhe, .rsa, .des, .sha1)
    case 0x0016: Entry("TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA", "DHE-RSA-DES-CBC3-SHA", .dhe, .rsa, .tripleDES, .sha1)
    case 0x0017:
      Entry("TLS_DH_anon_EXPORT_WITH_RC4_40_MD5", "EXP-ADH-RC4-MD5", .dhe, .anonymous, .rc4With40BitKey, .md5)
    case 0x0018: Entry("TLS_DH_anon_WITH_RC4_128_MD5", "ADH-RC4-MD5", .dhe, .anonymous, .rc4, .md5)
    case 0x0019:
      Entry("TLS_DH_anon_EXPORT_WITH_DES40_CBC_SHA", "EXP-ADH-DES-CBC-SHA", .dhe, .anonymous, .desWith40BitKey, .sha1)
    case 0x001A: Entry("TLS_DH_anon_WITH_DES_CBC_SHA", "ADH-DES-CBC-SHA", .dhe, .anonymous, .des, .sha1)
    case 0x001B: Entry("TLS_DH_anon_WITH_3DES_EDE_CBC_SHA", "ADH-DES-CBC3-SHA", .dhe, .anonymous, .tripleDES, .sha1)
    case 0x001E: Entry("TLS_KRB5_WITH_DES_CBC_SHA", nil, .kerberos, .kerberos, .des, .sha1)
    case 0x001F: Entry("TLS_KRB5_WITH_3DES_EDE_CBC_SHA", nil, .kerberos, .kerberos, .tripleDES, .sha1)
    case 0x0020: Entry("TLS_KRB5_WITH_RC4_128_SHA", nil, .kerberos, .kerberos, .rc4, .sha1)
    case 0x0021: Entry("TLS_KRB5_WITH_IDEA_CBC_SHA", nil, .kerberos, .kerberos, .idea, .sha1)
    case 0x0022: Entry("TLS_KRB5_WITH_DES_CBC_MD5", nil, .kerberos, .kerberos, .des, .md5)
    case 0x0023: Entry("TLS_KRB5_WITH_3DES_EDE_CBC_MD5", nil, .kerberos, .kerberos, .tripleDES, .md5)
    case 0x0024: Entry("TLS_KRB5_WITH_RC4_128_MD5", nil, .kerberos, .kerberos, .rc4, .md5)
    case 0x0025: Entry("TLS_KRB5_WITH_IDEA_CBC_MD5", nil, .kerberos, .kerberos, .idea, .md5)
    case 0x0026: Entry("TLS_KRB5_EXPORT_WITH_DES_CBC_40_SHA", nil, .kerberos, .kerberos, .desWith40BitKey, .sha1)
    case 0x0027: Entry("TLS_KRB5_EXPORT_WITH_RC2_CBC_40_SHA", nil, .kerberos, .kerberos, .rc2With40BitKey, .sha1)
    case 0x0028: Entry("TLS_KRB5_EXPORT_WITH_RC4_40_SHA", nil, .kerberos, .kerberos, .rc4With40BitKey, .sha1)
    case 0x0029: Entry("TLS_KRB5_EXPORT_WITH_DES_CBC_40_MD5", nil, .kerberos, .kerberos, .desWith40BitKey, .md5)
    case 0x002A: Entry("TLS_KRB5_EXPORT_WITH_RC2_CBC_40_MD5", nil, .kerberos, .kerberos, .rc2With40BitKey, .md5)
    case 0x002B: Entry("TLS_KRB5_EXPORT_WITH_RC4_40_MD5", nil, .kerberos, .kerberos, .rc4With40BitKey, .md5)
    case 0x002C: Entry("TLS_PSK_WITH_NULL_SHA", "PSK-NULL-SHA", .psk, .psk, .null, .sha1)
    case 0x002D: Entry("TLS_DHE_PSK_WITH_NULL_SHA", "DHE-PSK-NULL-SHA", .dhePSK, .psk, .null, .sha1)
    case 0x002E: Entry("TLS_RSA_PSK_WITH_NULL_SHA", "RSA-PSK-NULL-SHA", .rsaPSK, .rsa, .null, .sha1)
    case 0x002F: Entry("TLS_RSA_WITH_AES_128_CBC_SHA", "AES128-SHA", .rsa, .rsa, .aes128CBC, .sha1)
    case 0x0030: Entry("TLS_DH_DSS_WITH_AES_128_CBC_SHA", nil, .dh, .dss, .aes128CBC, .sha1)
    case 0x0031: Entry("TLS_DH_RSA_WITH_AES_128_CBC_SHA", nil, .dh, .rsa, .aes128CBC, .sha1)
    case 0x0032: Entry("TLS_DHE_DSS_WITH_AES_128_CBC_SHA", "DHE-DSS-AES128-SHA", .dhe, .dss, .aes128CBC, .sha1)
    case 0x0033: Entry("TLS_DHE_RSA_WITH_AES_128_CBC_SHA", "DHE-RSA-AES128-SHA", .dhe, .rsa, .aes128CBC, .sha1)
    case 0x0034: Entry("TLS_DH_anon_WITH_AES_128_CBC_SHA", "ADH-AES128-SHA", .dhe, .anonymous, .aes128CBC, .sha1)
    case 0x0035: Entry("TLS_RSA_WITH_AES_256_CBC_SHA", "AES256-SHA", .rsa, .rsa, .aes256CBC, .sha1)
    case 0x0036: Entry("TLS_DH_DSS_WITH_AES_256_CBC_SHA", nil, .dh, .dss, .aes256CBC, .sha1)
    case 0x0037: Entry("TLS_DH_RSA_WITH_AES_256_CBC_SHA", nil, .dh, .rsa, .aes256CBC, .sha1)
    case 0x0038: Entry("TLS_DHE_DSS_WITH_AES_256_CBC_SHA", "DHE-DSS-AES256-SHA", .dhe, .dss, .aes256CBC, .sha1)
    case 0x0039: Entry("TLS_DHE_RSA_WITH_AES_256_CBC_SHA", "DHE-RSA-AES256-SHA", .dhe, .rsa, .aes256CBC, .sha1)
    case 0x003A: Entry("TLS_DH_anon_WITH_AES_256_CBC_SHA", "ADH-AES256-SHA", .dhe, .anonymous, .aes256CBC, .sha1)
    case 0x003B: Entry("TLS_RSA_WITH_NULL_SHA256", "NULL-SHA256", .rsa, .rsa, .null, .sha256)
    case 0x003C: Entry("TLS_RSA_WITH_AES_128_CBC_SHA256", "AES128-SHA256", .rsa, .rsa, .aes128CBC, .sha256)
    case 0x003D: Entry("TLS_RSA_WITH_AES_256_CBC_SHA256", "AES256-SHA256", .rsa, .rsa, .aes256CBC, .sha256)
    case 0x003E: Entry("TLS_DH_DSS_WITH_AES_128_CBC_SHA256", nil, .dh, .dss, .aes128CBC, .sha256)
    case 0x003F: Entry("TLS_DH_RSA_WITH_AES_128_CBC_SHA256", nil, .dh, .rsa, .aes128CBC, .sha256)
    case 0x0040: Entry("TLS_DHE_DSS_WITH_AES_128_CBC_SHA256", "DHE-DSS-AES128-SHA256", .dhe, .dss, .aes128CBC, .sha256)
    case 0x0041: Entry("TLS_RSA_WITH_CAMELLIA_128_CBC_SHA", "CAMELLIA128-SHA", .rsa, .rsa, .camellia128CBC, .sha1)
    case 0x0042: Entry("TLS_DH_DSS_WITH_CAMELLIA_128_CBC_SHA", nil, .dh, .dss, .camellia128CBC, .sha1)
    case 0x0043: Entry("TLS_DH_RSA_WITH_CAMELLIA_128_CBC_SHA", nil, .dh, .rsa, .camellia128CBC, .sha1)
    case 0x0044:
      Entry("TLS_DHE_DSS_WITH_CAMELLIA_128_CBC_SHA", "DHE-DSS-CAMELLIA128-SHA", .dhe, .dss, .camellia128CBC, .sha1)
    case 0x0045:
      Entry("TLS_DHE_RSA_WITH_CAMELLIA_128_CBC_SHA", "DHE-RSA-CAMELLIA128-SHA", .dhe, .rsa, .camellia128CBC, .sha1)
    case 0x0046:
      Entry("TLS_DH_anon_WITH_CAMELLIA_128_CBC_SHA", "ADH-CAMELLIA128-SHA", .dhe, .anonymous, .camellia128CBC, .sha1)
    case 0x0067: Entry("TLS_DHE_RSA_WITH_AES_128_CBC_SHA256", "DHE-RSA-AES128-SHA256", .dhe, .rsa, .aes128CBC, .sha256)
    case 0x0068: Entry("TLS_DH_DSS_WITH_AES_256_CBC_SHA256", nil, .dh, .dss, .aes256CBC, .sha256)
    case 0x0069: Entry("TLS_DH_RSA_WITH_AES_256_CBC_SHA256", nil, .dh, .rsa, .aes256CBC, .sha256)
    case 0x006A: Entry("TLS_DHE_DSS_WITH_AES_256_CBC_SHA256", "DHE-DSS-AES256-SHA256", .dhe, .dss, .aes256CBC, .sha256)
    case 0x006B: Entry("TLS_DHE_RSA_WITH_AES_256_CBC_SHA256", "DHE-RSA-AES256-SHA256", .dhe, .rsa, .aes256CBC, .sha256)
    case 0x006C:
      Entry("TLS_DH_anon_WITH_AES_128_CBC_SHA256", "ADH-AES128-SHA256", .dhe, .anonymous, .aes128CBC, .sha256)
    case 0x006D:
      Entry("TLS_DH_anon_WITH_AES_256_CBC_SHA256", "ADH-AES256-SHA256", .dhe, .anonymous, .aes256CBC, .sha256)
    case 0x006E: Entry("TLS_ASCONAEAD128_ASCONHASH256", nil, .tls13, .tls13, .ascon128, .asconHash256)
    case 0x006F: Entry("TLS_ASCONAEAD128_SHA256", nil, .tls13, .tls13, .ascon128, .sha256)
    case 0x0070: Entry("TLS_AES_128_GCM_ASCONHASH256", nil, .tls13, .tls13, .aes128GCM, .asconHash256)
    case 0x0071: Entry("TLS_AES_128_CCM_ASCONHASH256", nil, .tls13, .tls13, .aes128CCM, .asconHash256)
    case 0x0084: Entry("TLS_RSA_WITH_CAMELLIA_256_CBC_SHA", "CAMELLIA256-SHA", .rsa, .rsa, .camellia256CBC, .sha1)
    case 0x0085: Entry("TLS_DH_DSS_WITH_CAMELLIA_256_CBC_SHA", nil, .dh, .dss, .camellia256CBC, .sha1)
    case 0x0086: Entry("TLS_DH_RSA_WITH_CAMELLIA_256_CBC_SHA", nil, .dh, .rsa, .camellia256CBC, .sha1)
    case 0x0087:
      Entry("TLS_DHE_DSS_WITH_CAMELLIA_256_CBC_SHA", "DHE-DSS-CAMELLIA256-SHA", .dhe, .dss, .camellia256CBC, .sha1)
    case 0x0088:
      Entry("TLS_DHE_RSA_WITH_CAMELLIA_256_CBC_SHA", "DHE-RSA-CAMELLIA256-SHA", .dhe, .rsa, .camellia256CBC, .sha1)
    case 0x0089:
      Entry("TLS_DH_anon_WITH_CAMELLIA_256_CBC_SHA", "ADH-CAMELLIA256-SHA", .dhe, .anonymous, .camellia256CBC, .sha1)
    case 0x008A: Entry("TLS_PSK_WITH_RC4_128_SHA", nil, .psk, .psk, .rc4, .sha1)
    case 0x008B: Entry("TLS_PSK_WITH_3DES_EDE_CBC_SHA", nil, .psk, .psk, .tripleDES, .sha1)
    case 0x008C: Entry("TLS_PSK_WITH_AES_128_CBC_SHA", "PSK-AES128-CBC-SHA", .psk, .psk, .aes128CBC, .sha1)
    case 0x008D: Entry("TLS_PSK_WITH_AES_256_CBC_SHA", "PSK-AES256-CBC-SHA", .psk, .psk, .aes256CBC, .sha1)
    case 0x008E: Entry("TLS_DHE_PSK_WITH_RC4_128_SHA", nil, .dhePSK, .psk, .rc4, .sha1)
    case 0x008F: Entry("TLS_DHE_PSK_WITH_3DES_EDE_CBC_SHA", nil, .dhePSK, .psk, .tripleDES, .sha1)
    case 0x0090: Entry("TLS_DHE_PSK_WITH_AES_128_CBC_SHA", "DHE-PSK-AES128-CBC-SHA", .dhePSK, .psk, .aes128CBC, .sha1)
    case 0x0091: Entry("TLS_DHE_PSK_WITH_AES_256_CBC_SHA", "DHE-PSK-AES256-CBC-SHA", .dhePSK, .psk, .aes256CBC, .sha1)
    case 0x0092: Entry("TLS_RSA_PSK_WITH_RC4_128_SHA", nil, .rsaPSK, .rsa, .rc4, .sha1)
    case 0x0093: Entry("TLS_RSA_PSK_WITH_3DES_EDE_CBC_SHA", nil, .rsaPSK, .rsa, .tripleDES, .sha1)
    case 0x0094: Entry("TLS_RSA_PSK_WITH_AES_128_CBC_SHA", "RSA-PSK-AES128-CBC-SHA", .rsaPSK, .rsa, .aes128CBC, .sha1)
    case 0x0095: Entry("TLS_RSA_PSK_WITH_AES_256_CBC_SHA", "RSA-PSK-AES256-CBC-SHA", .rsaPSK, .rsa, .aes256CBC, .sha1)
    case 0x0096: Entry("TLS_RSA_WITH_SEED_CBC_SHA", "SEED-SHA", .rsa, .rsa, .seed, .sha1)
    case 0x0097: Entry("TLS_DH_DSS_WITH_SEED_CBC_SHA", nil, .dh, .dss, .seed, .sha1)
    case 0x0098: Entry("TLS_DH_RSA_WITH_SEED_CBC_SHA", nil, .dh, .rsa, .seed, .sha1)
    case 0x0099: Entry("TLS_DHE_DSS_WITH_SEED_CBC_SHA", "DHE-DSS-SEED-SHA", .dhe, .dss, .seed, .sha1)
    case 0x009A: Entry("TLS_DHE_RSA_WITH_SEED_CBC_SHA", "DHE-RSA-SEED-SHA", .dhe, .rsa, .seed, .sha1)
    case 0x009B: Entry("TLS_DH_anon_WITH_SEED_CBC_SHA", "ADH-SEED-SHA", .dhe, .anonymous, .seed, .sha1)
    case 0x009C: Entry("TLS_RSA_WITH_AES_128_GCM_SHA256", "AES128-GCM-SHA256", .rsa, .rsa, .aes128GCM, .sha256)
    case 0x009D: Entry("TLS_RSA_WITH_AES_256_GCM_SHA384", "AES256-GCM-SHA384", .rsa, .rsa, .aes256GCM, .sha384)
    case 0x009E:
      Entry("TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", "DHE-RSA-AES128-GCM-SHA256", .dhe, .rsa, .aes128GCM, .sha256)
    case 0x009F:
      Entry("TLS_DHE_RSA_WITH_AES_256_GCM_SHA384", "DHE-RSA-AES256-GCM-SHA384", .dhe, .rsa, .aes256GCM, .sha384)
    case 0x00A0: Entry("TLS_DH_RSA_WITH_AES_128_GCM_SHA256", nil, .dh, .rsa, .aes128GCM, .sha256)
    case 0x00A1: Entry("TLS_DH_RSA_WITH_AES_256_GCM_SHA384", nil, .dh, .rsa, .aes256GCM, .sha384)
    case 0x00A2:
      Entry("TLS_DHE_DSS_WITH_AES_128_GCM_SHA256", "DHE-DSS-AES128-GCM-SHA256", .dhe, .dss, .aes128GCM, .sha256)
    case 0x00A3:
      Entry("TLS_DHE_DSS_WITH_AES_256_GCM_SHA384", "DHE-DSS-AES256-GCM-SHA384", .dhe, .dss, .aes256GCM, .sha384)
    case 0x00A4: Entry("TLS_DH_DSS_WITH_AES_128_GCM_SHA256", nil, .dh, .dss, .aes128GCM, .sha256)
    case 0x00A5: Entry("TLS_DH_DSS_WITH_AES_256_GCM_SHA384", nil, .dh, .dss, .aes256GCM, .sha384)
    case 0x00A6:
      Entry("TLS_DH_anon_WITH_AES_128_GCM_SHA256", "ADH-AES128-GCM-SHA256", .dhe, .anonymous, .aes128GCM, .sha256)
    case 0x00A7:
      Entry("TLS_DH_anon_WITH_AES_256_GCM_SHA384", "ADH-AES256-GCM-SHA384", .dhe, .anonymous, .aes256GCM, .sha384)
    case 0x00A8: Entry("TLS_PSK_WITH_AES_128_GCM_SHA256", "PSK-AES128-GCM-SHA256", .psk, .psk, .aes128GCM, .sha256)
    case 0x00A9: Entry("TLS_PSK_WITH_AES_256_GCM_SHA384", "PSK-AES256-GCM-SHA384", .psk, .psk, .aes256GCM, .sha384)
    case 0x00AA:
      Entry("TLS_DHE_PSK_WITH_AES_128_GCM_SHA256", "DHE-PSK-AES128-GCM-SHA256", .dhePSK, .psk, .aes128GCM, .sha256)
    case 0x00AB:
      Entry("TLS_DHE_PSK_WITH_AES_256_GCM_SHA384", "DHE-PSK-AES256-GCM-SHA384", .dhePSK, .psk, .aes256GCM, .sha384)
    case 0x00AC:
      Entry("TLS_RSA_PSK_WITH_AES_128_GCM_SHA256", "RSA-PSK-AES128-GCM-SHA256", .rsaPSK, .rsa, .aes128GCM, .sha256)
    case 0x00AD:
      Entry("TLS_RSA_PSK_WITH_AES_256_GCM_SHA384", "RSA-PSK-AES256-GCM-SHA384", .rsaPSK, .rsa, .aes256GCM, .sha384)
    case 0x00AE: Entry("TLS_PSK_WITH_AES_128_CBC_SHA256", "PSK-AES128-CBC-SHA256", .psk, .psk, .aes128CBC, .sha256)
    case 0x00AF: Entry("TLS_PSK_WITH_AES_256_CBC_SHA384", "PSK-AES256-CBC-SHA384", .psk, .psk, .aes256CBC, .sha384)
    case 0x00B0: Entry("TLS_PSK_WITH_NULL_SHA256", "PSK-NULL-SHA256", .psk, .psk, .null, .sha256)
    case 0x00B1: Entry("TLS_PSK_WITH_NULL_SHA384", "PSK-NULL-SHA384", .psk, .psk, .null, .sha384)
    case 0x00B2:
      Entry("TLS_DHE_PSK_WITH_AES_128_CBC_SHA256", "DHE-PSK-AES128-CBC-SHA256", .dhePSK, .psk, .aes128CBC, .sha256)
    case 0x00B3:
      Entry("TLS_DHE_PSK_WITH_AES_256_CBC_SHA384", "DHE-PSK-AES256-CBC-SHA384", .dhePSK, .psk, .aes256CBC, .sha384)
    case 0x00B4: Entry("TLS_DHE_PSK_WITH_NULL_SHA256", "DHE-PSK-NULL-SHA256", .dhePSK, .psk, .null, .sha256)
    case 0x00B5: Entry("TLS_DHE_PSK_WITH_NULL_SHA384", "DHE-PSK-NULL-SHA384", .dhePSK, .psk, .null, .sha384)
    case 0x00B6:
      Entry("TLS_RSA_PSK_WITH_AES_128_CBC_SHA256", "RSA-PSK-AES128-CBC-SHA256", .rsaPSK, .rsa, .aes128CBC, .sha256)
    case 0x00B7:
      Entry("TLS_RSA_PSK_WITH_AES_256_CBC_SHA384", "RSA-PSK-AES256-CBC-SHA384", .rsaPSK, .rsa, .aes256CBC, .sha384)
    case 0x00B8: Entry("TLS_RSA_PSK_WITH_NULL_SHA256", "RSA-PSK-NULL-SHA256", .rsaPSK, .rsa, .null, .sha256)
    case 0x00B9: Entry("TLS_RSA_PSK_WITH_NULL_SHA384", "RSA-PSK-NULL-SHA384", .rsaPSK, .rsa, .null, .sha384)
    case 0x00BA:
      Entry("TLS_RSA_WITH_CAMELLIA_128_CBC_SHA256", "CAMELLIA128-SHA256", .rsa, .rsa, .camellia128CBC, .sha256)
    case 0x00BB: Entry("TLS_DH_DSS_WITH_CAMELLIA_128_CBC_SHA256", nil, .dh, .dss, .camellia128CBC, .sha256)
    case 0x00BC: Entry("TLS_DH_RSA_WITH_CAMELLIA_128_CBC_SHA256", nil, .dh, .rsa, .camellia128CBC, .sha256)
    case 0x00BD:
      Entry(
        "TLS_DHE_DSS_WITH_CAMELLIA_128_CBC_SHA256", "DHE-DSS-CAMELLIA128-SHA256", .dhe, .dss, .camellia128CBC, .sha256)
    case 0x00BE:
      Entry(
        "TLS_DHE_RSA_WITH_CAMELLIA_128_CBC_SHA256", "DHE-RSA-CAMELLIA128-SHA256", .dhe, .rsa, .camellia128CBC, .sha256)
    case 0x00BF:
      Entry(
        "TLS_DH_anon_WITH_CAMELLIA_128_CBC_SHA256", "ADH-CAMELLIA128-SHA256", .dhe, .anonymous, .camellia128CBC, .sha256
      )
    case 0x00C0:
      Entry("TLS_RSA_WITH_CAMELLIA_256_CBC_SHA256", "CAMELLIA256-SHA256", .rsa, .rsa, .camellia256CBC, .sha256)
    case 0x00C1: Entry("TLS_DH_DSS_WITH_CAMELLIA_256_CBC_SHA256", nil, .dh, .dss, .camellia256CBC, .sha256)
    case 0x00C2: Entry("TLS_DH_RSA_WITH_CAMELLIA_256_CBC_SHA256", nil, .dh, .rsa, .camellia256CBC, .sha256)
    case 0x00C3:
      Entry(
        "TLS_DHE_DSS_WITH_CAMELLIA_256_CBC_SHA256", "DHE-DSS-CAMELLIA256-SHA256", .dhe, .dss, .camellia256CBC, .sha256)
    case 0x00C4:
      Entry(
        "TLS_DHE_RSA_WITH_CAMELLIA_256_CBC_SHA256", "DHE-RSA-CAMELLIA256-SHA256", .dhe, .rsa, .camellia256CBC, .sha256)
    case 0x00C5:
      Entry(
        "TLS_DH_anon_WITH_CAMELLIA_256_CBC_SHA256", "ADH-CAMELLIA256-SHA256", .dhe, .anonymous, .camellia256CBC, .sha256
      )
    case 0x00C6: Entry("TLS_SM4_GCM_SM3", nil, .tls13, .tls13, .sm4GCM, .sm3)
    case 0x00C7: Entry("TLS_SM4_CCM_SM3", nil, .tls13, .tls13, .sm4CCM, .sm3)
    case 0x00FF: Entry("TLS_EMPTY_RENEGOTIATION_INFO_SCSV", nil, .none, .none, .null, .none)
    case 0x1301: Entry("TLS_AES_128_GCM_SHA256", nil, .tls13, .tls13, .aes128GCM, .sha256)
    case 0x1302: Entry("TLS_AES_256_GCM_SHA384", nil, .tls13, .tls13, .aes256GCM, .sha384)
    case 0x1303: Entry("TLS_CHACHA20_POLY1305_SHA256", nil, .tls13, .tls13, .chaCha20Poly1305, .sha256)
    case 0x1304: Entry("TLS_AES_128_CCM_SHA256", nil, .tls13, .tls13, .aes128CCM, .sha256)
    case 0x1305: Entry("TLS_AES_128_CCM_8_SHA256", nil, .tls13, .tls13, .aes128CCM8, .sha256)
    case 0x1306: Entry("TLS_AEGIS_256_SHA512", nil, .tls13, .tls13, .aegis256, .sha512)
    case 0x1307: Entry("TLS_AEGIS_128L_SHA256", nil, .tls13, .tls13, .aegis128L, .sha256)
    case 0x5600: Entry("TLS_FALLBACK_SCSV", nil, .none, .none, .null, .none)
    case 0xC001: Entry("TLS_ECDH_ECDSA_WITH_NULL_SHA", nil, .ecdh, .ecdsa, .null, .sha1)
    case 0xC002: Entry("TLS_ECDH_ECDSA_WITH_RC4_128_SHA", "ECDH-ECDSA-RC4-SHA", .ecdh, .ecdsa, .rc4, .sha1)
    case 0xC003:
      Entry("TLS_ECDH_ECDSA_WITH_3DES_EDE_CBC_SHA", "ECDH-ECDSA-DES-CBC3-SHA", .ecdh, .ecdsa, .tripleDES, .sha1)
    case 0xC004: Entry("TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA", "ECDH-ECDSA-AES128-SHA", .ecdh, .ecdsa, .aes128CBC, .sha1)
    case 0xC005: Entry("TLS_ECDH_ECDSA_WITH_AES_256_CBC_SHA", "ECDH-ECDSA-AES256-SHA", .ecdh, .ecdsa, .aes256CBC, .sha1)
    case 0xC006: Entry("TLS_ECDHE_ECDSA_WITH_NULL_SHA", "ECDHE-ECDSA-NULL-SHA", .ecdhe, .ecdsa, .null, .sha1)
    case 0xC007: Entry("TLS_ECDHE_ECDSA_WITH_RC4_128_SHA", "ECDHE-ECDSA-RC4-SHA", .ecdhe, .ecdsa, .rc4, .sha1)
    case 0xC008:
      Entry("TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA", "ECDHE-ECDSA-DES-CBC3-SHA", .ecdhe, .ecdsa, .tripleDES, .sha1)
    case 0xC009:
      Entry("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", "ECDHE-ECDSA-AES128-SHA", .ecdhe, .ecdsa, .aes128CBC, .sha1)
    case 0xC00A:
      Entry("TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA", "ECDHE-ECDSA-AES256-SHA", .ecdhe, .ecdsa, .aes256CBC, .sha1)
    case 0xC00B: Entry("TLS_ECDH_RSA_WITH_NULL_SHA", nil, .ecdh, .rsa, .null, .sha1)
    case 0xC00C: Entry("TLS_ECDH_RSA_WITH_RC4_128_SHA", "ECDH-RSA-RC4-SHA", .ecdh, .rsa, .rc4, .sha1)
    case 0xC00D: Entry("TLS_ECDH_RSA_WITH_3DES_EDE_CBC_SHA", "ECDH-RSA-DES-CBC3-SHA", .ecdh, .rsa, .tripleDES, .sha1)
    case 0xC00E: Entry("TLS_ECDH_RSA_WITH_AES_128_CBC_SHA", "ECDH-RSA-AES128-SHA", .ecdh, .rsa, .aes128CBC, .sha1)
    case 0xC00F: Entry("TLS_ECDH_RSA_WITH_AES_256_CBC_SHA", "ECDH-RSA-AES256-SHA", .ecdh, .rsa, .aes256CBC, .sha1)
    case 0xC010: Entry("TLS_ECDHE_RSA_WITH_NULL_SHA", "ECDHE-RSA-NULL-SHA", .ecdhe, .rsa, .null, .sha1)
    case 0xC011: Entry("TLS_ECDHE_RSA_WITH_RC4_128_SHA", "ECDHE-RSA-RC4-SHA", .ecdhe, .rsa, .rc4, .sha1)
    case 0xC012: Entry("TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA", "ECDHE-RSA-DES-CBC3-SHA", .ecdhe, .rsa, .tripleDES, .sha1)
    case 0xC013: Entry("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "ECDHE-RSA-AES128-SHA", .ecdhe, .rsa, .aes128CBC, .sha1)
    case 0xC014: Entry("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", "ECDHE-RSA-AES256-SHA", .ecdhe, .rsa, .aes256CBC, .sha1)
    case 0xC015: Entry("TLS_ECDH_anon_WITH_NULL_SHA", "AECDH-NULL-SHA", .ecdhe, .anonymous, .null, .sha1)
    case 0xC016: Entry("TLS_ECDH_anon_WITH_RC4_128_SHA", "AECDH-RC4-SHA", .ecdhe, .anonymous, .rc4, .sha1)
    case 0xC017:
      Entry("TLS_ECDH_anon_WITH_3DES_EDE_CBC_SHA", "AECDH-DES-CBC3-SHA", .ecdhe, .anonymous, .tripleDES, .sha1)
    case 0xC018: Entry("TLS_ECDH_anon_WITH_AES_128_CBC_SHA", "AECDH-AES128-SHA", .ecdhe, .anonymous, .aes128CBC, .sha1)
    case 0xC019: Entry("TLS_ECDH_anon_WITH_AES_256_CBC_SHA", "AECDH-AES256-SHA", .ecdhe, .anonymous, .aes256CBC, .sha1)
    case 0xC01A: Entry("TLS_SRP_SHA_WITH_3DES_EDE_CBC_SHA", nil, .srp, .password, .tripleDES, .sha1)
    case 0xC01B: Entry("TLS_SRP_SHA_RSA_WITH_3DES_EDE_CBC_SHA", nil, .srp, .rsa, .tripleDES, .sha1)
    case 0xC01C: Entry("TLS_SRP_SHA_DSS_WITH_3DES_EDE_CBC_SHA", nil, .srp, .dss, .tripleDES, .sha1)
    case 0xC01D: Entry("TLS_SRP_SHA_WITH_AES_128_CBC_SHA", "SRP-AES-128-CBC-SHA", .srp, .password, .aes128CBC, .sha1)
    case 0xC01E: Entry("TLS_SRP_SHA_RSA_WITH_AES_128_CBC_SHA", "SRP-RSA-AES-128-CBC-SHA", .srp, .rsa, .aes128CBC, .sha1)
    case 0xC01F: Entry("TLS_SRP_SHA_DSS_WITH_AES_128_CBC_SHA", "SRP-DSS-AES-128-CBC-SHA", .srp, .dss, .aes128CBC, .sha1)
    case 0xC020: Entry("TLS_SRP_SHA_WITH_AES_256_CBC_SHA", "SRP-AES-256-CBC-SHA", .srp, .password, .aes256CBC, .sha1)
    case 0xC021: Entry("TLS_SRP_SHA_RSA_WITH_AES_256_CBC_SHA", "SRP-RSA-AES-256-CBC-SHA", .srp, .rsa, .aes256CBC, .sha1)
    case 0xC022: Entry("TLS_SRP_SHA_DSS_WITH_AES_256_CBC_SHA", "SRP-DSS-AES-256-CBC-SHA", .srp, .dss, .aes256CBC, .sha1)
    case 0xC023:
      Entry("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", "ECDHE-ECDSA-AES128-SHA256", .ecdhe, .ecdsa, .aes128CBC, .sha256)
    case 0xC024:
      Entry("TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384", "ECDHE-ECDSA-AES256-SHA384", .ecdhe, .ecdsa, .aes256CBC, .sha384)
    case 0xC025:
      Entry("TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA256", "ECDH-ECDSA-AES128-SHA256", .ecdh, .ecdsa, .aes128CBC, .sha256)
    case 0xC026:
      Entry("TLS_ECDH_ECDSA_WITH_AES_256_CBC_SHA384", "ECDH-ECDSA-AES256-SHA384", .ecdh, .ecdsa, .aes256CBC, .sha384)
    case 0xC027:
      Entry("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256", "ECDHE-RSA-AES128-SHA256", .ecdhe, .rsa, .aes128CBC, .sha256)
    case 0xC028:
      Entry("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384", "ECDHE-RSA-AES256-SHA384", .ecdhe, .rsa, .aes256CBC, .sha384)
    case 0xC029:
      Entry("TLS_ECDH_RSA_WITH_AES_128_CBC_SHA256", "ECDH-RSA-AES128-SHA256", .ecdh, .rsa, .aes128CBC, .sha256)
    case 0xC02A:
      Entry("TLS_ECDH_RSA_WITH_AES_256_CBC_SHA384", "ECDH-RSA-AES256-SHA384", .ecdh, .rsa, .aes256CBC, .sha384)
    case 0xC02B:
      Entry(
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "ECDHE-ECDSA-AES128-GCM-SHA256", .ecdhe, .ecdsa, .aes128GCM, .sha256)
    case 0xC02C:
      Entry(
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "ECDHE-ECDSA-AES256-GCM-SHA384", .ecdhe, .ecdsa, .aes256GCM, .sha384)
    case 0xC02D:
      Entry(
        "TLS_ECDH_ECDSA_WITH_AES_128_GCM_SHA256", "ECDH-ECDSA-AES128-GCM-SHA256", .ecdh, .ecdsa, .aes128GCM, .sha256)
    case 0xC02E:
      Entry(
        "TLS_ECDH_ECDSA_WITH_AES_256_GCM_SHA384", "ECDH-ECDSA-AES256-GCM-SHA384", .ecdh, .ecdsa, .aes256GCM, .sha384)
    case 0xC02F:
      Entry("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "ECDHE-RSA-AES128-GCM-SHA256", .ecdhe, .rsa, .aes128GCM, .sha256)
    case 0xC030:
      Entry("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "ECDHE-RSA-AES256-GCM-SHA384", .ecdhe, .rsa, .aes256GCM, .sha384)
    case 0xC031:
      Entry("TLS_ECDH_RSA_WITH_AES_128_GCM_SHA256", "ECDH-RSA-AES128-GCM-SHA256", .ecdh, .rsa, .aes128GCM, .sha256)
    case 0xC032:
      Entry("TLS_ECDH_RSA_WITH_AES_256_GCM_SHA384", "ECDH-RSA-AES256-GCM-SHA384", .ecdh, .rsa, .aes256GCM, .sha384)
    case 0xC033: Entry("TLS_ECDHE_PSK_WITH_RC4_128_SHA", nil, .ecdhePSK, .psk, .rc4, .sha1)
    case 0xC034: Entry("TLS_ECDHE_PSK_WITH_3DES_EDE_CBC_SHA", nil, .ecdhePSK, .psk, .tripleDES, .sha1)
    case 0xC035:
      Entry("TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA", "ECDHE-PSK-AES128-CBC-SHA", .ecdhePSK, .psk, .aes128CBC, .sha1)
    case 0xC036:
      Entry("TLS_ECDHE_PSK_WITH_AES_256_CBC_SHA", "ECDHE-PSK-AES256-CBC-SHA", .ecdhePSK, .psk, .aes256CBC, .sha1)
    case 0xC037:
      Entry(
        "TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA256", "ECDHE-PSK-AES128-CBC-SHA256", .ecdhePSK, .psk, .aes128CBC, .sha256)
    case 0xC038:
      Entry(
        "TLS_ECDHE_PSK_WITH_AES_256_CBC_SHA384", "ECDHE-PSK-AES256-CBC-SHA384", .ecdhePSK, .psk, .aes256CBC, .sha384)
    case 0xC039: Entry("TLS_ECDHE_PSK_WITH_NULL_SHA", "ECDHE-PSK-NULL-SHA", .ecdhePSK, .psk, .null, .sha1)
    case 0xC03A: Entry("TLS_ECDHE_PSK_WITH_NULL_SHA256", "ECDHE-PSK-NULL-SHA256", .ecdhePSK, .psk, .null, .sha256)
    case 0xC03B: Entry("TLS_ECDHE_PSK_WITH_NULL_SHA384", "ECDHE-PSK-NULL-SHA384", .ecdhePSK, .psk, .null, .sha384)
    case 0xC03C: Entry("TLS_RSA_WITH_ARIA_128_CBC_SHA256", nil, .rsa, .rsa, .aria128CBC, .sha256)
    case 0xC03D: Entry("TLS_RSA_WITH_ARIA_256_CBC_SHA384", nil, .rsa, .rsa, .aria256CBC, .sha384)
    case 0xC03E: Entry("TLS_DH_DSS_WITH_ARIA_128_CBC_SHA256", nil, .dh, .dss, .aria128CBC, .sha256)
    case 0xC03F: Entry("TLS_DH_DSS_WITH_ARIA_256_CBC_SHA384", nil, .dh, .dss, .aria256CBC, .sha384)
    case 0xC040: Entry("TLS_DH_RSA_WITH_ARIA_128_CBC_SHA256", nil, .dh, .rsa, .aria128CBC, .sha256)
    case 0xC041: Entry("TLS_DH_RSA_WITH_ARIA_256_CBC_SHA384", nil, .dh, .rsa, .aria256CBC, .sha384)
    case 0xC042: Entry("TLS_DHE_DSS_WITH_ARIA_128_CBC_SHA256", nil, .dhe, .dss, .aria128CBC, .sha256)
    case 0xC043: Entry("TLS_DHE_DSS_WITH_ARIA_256_CBC_SHA384", nil, .dhe, .dss, .aria256CBC, .sha384)
    case 0xC044: Entry("TLS_DHE_RSA_WITH_ARIA_128_CBC_SHA256", nil, .dhe, .rsa, .aria128CBC, .sha256)
    case 0xC045: Entry("TLS_DHE_RSA_WITH_ARIA_256_CBC_SHA384", nil, .dhe, .rsa, .aria256CBC, .sha384)
    case 0xC046: Entry("TLS_DH_anon_WITH_ARIA_128_CBC_SHA256", nil, .dhe, .anonymous, .aria128CBC, .sha256)
    case 0xC047: Entry("TLS_DH_anon_WITH_ARIA_256_CBC_SHA384", nil, .dhe, .anonymous, .aria256CBC, .sha384)
    case 0xC048: Entry("TLS_ECDHE_ECDSA_WITH_ARIA_128_CBC_SHA256", nil, .ecdhe, .ecdsa, .aria128CBC, .sha256)
    case 0xC049: Entry("TLS_ECDHE_ECDSA_WITH_ARIA_256_CBC_SHA384", nil, .ecdhe, .ecdsa, .aria256CBC, .sha384)
    case 0xC04A: Entry("TLS_ECDH_ECDSA_WITH_ARIA_128_CBC_SHA256", nil, .ecdh, .ecdsa, .aria128CBC, .sha256)
    case 0xC04B: Entry("TLS_ECDH_ECDSA_WITH_ARIA_256_CBC_SHA384", nil, .ecdh, .ecdsa, .aria256CBC, .sha384)
    case 0xC04C: Entry("TLS_ECDHE_RSA_WITH_ARIA_128_CBC_SHA256", nil, .ecdhe, .rsa, .aria128CBC, .sha256)
    case 0xC04D: Entry("TLS_ECDHE_RSA_WITH_ARIA_256_CBC_SHA384", nil, .ecdhe, .rsa, .aria256CBC, .sha384)
    case 0xC04E: Entry("TLS_ECDH_RSA_WITH_ARIA_128_CBC_SHA256", nil, .ecdh, .rsa, .aria128CBC, .sha256)
    case 0xC04F: Entry("TLS_ECDH_RSA_WITH_ARIA_256_CBC_SHA384", nil, .ecdh, .rsa, .aria256CBC, .sha384)
    case 0xC050: Entry("TLS_RSA_WITH_ARIA_128_GCM_SHA256", "ARIA128-GCM-SHA256", .rsa, .rsa, .aria128GCM, .sha256)
    case 0xC051: Entry("TLS_RSA_WITH_ARIA_256_GCM_SHA384", "ARIA256-GCM-SHA384", .rsa, .rsa, .aria256GCM, .sha384)
    case 0xC052:
      Entry("TLS_DHE_RSA_WITH_ARIA_128_GCM_SHA256", "DHE-RSA-ARIA128-GCM-SHA256", .dhe, .rsa, .aria128GCM, .sha256)
    case 0xC053:
      Entry("TLS_DHE_RSA_WITH_ARIA_256_GCM_SHA384", "DHE-RSA-ARIA256-GCM-SHA384", .dhe, .rsa, .aria256GCM, .sha384)
    case 0xC054: Entry("TLS_DH_RSA_WITH_ARIA_128_GCM_SHA256", nil, .dh, .rsa, .aria128GCM, .sha256)
    case 0xC055: Entry("TLS_DH_RSA_WITH_ARIA_256_GCM_SHA384", nil, .dh, .rsa, .aria256GCM, .sha384)
    case 0xC056:
      Entry("TLS_DHE_DSS_WITH_ARIA_128_GCM_SHA256", "DHE-DSS-ARIA128-GCM-SHA256", .dhe, .dss, .aria128GCM, .sha256)
    case 0xC057:
      Entry("TLS_DHE_DSS_WITH_ARIA_256_GCM_SHA384", "DHE-DSS-ARIA256-GCM-SHA384", .dhe, .dss, .aria256GCM, .sha384)
    case 0xC058: Entry("TLS_DH_DSS_WITH_ARIA_128_GCM_SHA256", nil, .dh, .dss, .aria128GCM, .sha256)
    case 0xC059: Entry("TLS_DH_DSS_WITH_ARIA_256_GCM_SHA384", nil, .dh, .dss, .aria256GCM, .sha384)
    case 0xC05A: Entry("TLS_DH_anon_WITH_ARIA_128_GCM_SHA256", nil, .dhe, .anonymous, .aria128GCM, .sha256)
    case 0xC05B: Entry("TLS_DH_anon_WITH_ARIA_256_GCM_SHA384", nil, .dhe, .anonymous, .aria256GCM, .sha384)
    case 0xC05C:
      Entry(
        "TLS_ECDHE_ECDSA_WITH_ARIA_128_GCM_SHA256", "ECDHE-ECDSA-ARIA128-GCM-SHA256", .ecdhe, .ecdsa, .aria128GCM,
        .sha256)
    case 0xC05D:
      Entry(
        "TLS_ECDHE_ECDSA_WITH_ARIA_256_GCM_SHA384", "ECDHE-ECDSA-ARIA256-GCM-SHA384", .ecdhe, .ecdsa, .aria256GCM,
        .sha384)
    case 0xC05E: Entry("TLS_ECDH_ECDSA_WITH_ARIA_128_GCM_SHA256", nil, .ecdh, .ecdsa, .aria128GCM, .sha256)
    case 0xC05F: Entry("TLS_ECDH_ECDSA_WITH_ARIA_256_GCM_SHA384", nil, .ecdh, .ecdsa, .aria256GCM, .sha384)
    case 0xC060:
      Entry("TLS_ECDHE_RSA_WITH_ARIA_128_GCM_SHA256", "ECDHE-ARIA128-GCM-SHA256", .ecdhe, .rsa, .aria128GCM, .sha256)
    case 0xC061:
      Entry("TLS_ECDHE_RSA_WITH_ARIA_256_GCM_SHA384", "ECDHE-ARIA256-GCM-SHA384", .ecdhe, .rsa, .aria256GCM, .sha384)
    case 0xC062: Entry("TLS_ECDH_RSA_WITH_ARIA_128_GCM_SHA256", nil, .ecdh, .rsa, .aria128GCM, .sha256)
    case 0xC063: Entry("TLS_ECDH_RSA_WITH_ARIA_256_GCM_SHA384", nil, .ecdh, .rsa, .aria256GCM, .sha384)
    case 0xC064: Entry("TLS_PSK_WITH_ARIA_128_CBC_SHA256", nil, .psk, .psk, .aria128CBC, .sha256)
    case 0xC065: Entry("TLS_PSK_WITH_ARIA_256_CBC_SHA384", nil, .psk, .psk, .aria256CBC, .sha384)
    case 0xC066: Entry("TLS_DHE_PSK_WITH_ARIA_128_CBC_SHA256", nil, .dhePSK, .psk, .aria128CBC, .sha256)
    case 0xC067: Entry("TLS_DHE_PSK_WITH_ARIA_256_CBC_SHA384", nil, .dhePSK, .psk, .aria256CBC, .sha384)
    case 0xC068: Entry("TLS_RSA_PSK_WITH_ARIA_128_CBC_SHA256", nil, .rsaPSK, .rsa, .aria128CBC, .sha256)
    case 0xC069: Entry("TLS_RSA_PSK_WITH_ARIA_256_CBC_SHA384", nil, .rsaPSK, .rsa, .aria256CBC, .sha384)
    case 0xC06A: Entry("TLS_PSK_WITH_ARIA_128_GCM_SHA256", "PSK-ARIA128-GCM-SHA256", .psk, .psk, .aria128GCM, .sha256)
    case 0xC06B: Entry("TLS_PSK_WITH_ARIA_256_GCM_SHA384", "PSK-ARIA256-GCM-SHA384", .psk, .psk, .aria256GCM, .sha384)
    case 0xC06C:
      Entry("TLS_DHE_PSK_WITH_ARIA_128_GCM_SHA256", "DHE-PSK-ARIA128-GCM-SHA256", .dhePSK, .psk, .aria128GCM, .sha256)
    case 0xC06D:
      Entry("TLS_DHE_PSK_WITH_ARIA_256_GCM_SHA384", "DHE-PSK-ARIA256-GCM-SHA384", .dhePSK, .psk, .aria256GCM, .sha384)
    case 0xC06E:
      Entry("TLS_RSA_PSK_WITH_ARIA_128_GCM_SHA256", "RSA-PSK-ARIA128-GCM-SHA256", .rsaPSK, .rsa, .aria128GCM, .sha256)
    case 0xC06F:
      Entry("TLS_RSA_PSK_WITH_ARIA_256_GCM_SHA384", "RSA-PSK-ARIA256-GCM-SHA384", .rsaPSK, .rsa, .aria256GCM, .sha384)
    case 0xC070: Entry("TLS_ECDHE_PSK_WITH_ARIA_128_CBC_SHA256", nil, .ecdhePSK, .psk, .aria128CBC, .sha256)
    case 0xC071: Entry("TLS_ECDHE_PSK_WITH_ARIA_256_CBC_SHA384", nil, .ecdhePSK, .psk, .aria256CBC, .sha384)
    case 0xC072:
      Entry(
        "TLS_ECDHE_ECDSA_WITH_CAMELLIA_128_CBC_SHA256", "ECDHE-ECDSA-CAMELLIA128-SHA256", .ecdhe, .ecdsa,
        .camellia128CBC, .sha256)
    case 0xC073:
      Entry(
        "TLS_ECDHE_ECDSA_WITH_CAMELLIA_256_CBC_SHA384", "ECDHE-ECDSA-CAMELLIA256-SHA384", .ecdhe, .ecdsa,
        .camellia256CBC, .sha384)
    case 0xC074: Entry("TLS_ECDH_ECDSA_WITH_CAMELLIA_128_CBC_SHA256", nil, .ecdh, .ecdsa, .camellia128CBC, .sha256)
    case 0xC075: Entry("TLS_ECDH_ECDSA_WITH_CAMELLIA_256_CBC_SHA384", nil, .ecdh, .ecdsa, .camellia256CBC, .sha384)
    case 0xC076:
      Entry(
        "TLS_ECDHE_RSA_WITH_CAMELLIA_128_CBC_SHA256", "ECDHE-RSA-CAMELLIA128-SHA256", .ecdhe, .rsa, .camellia128CBC,
        .sha256)
    case 0xC077:
      Entry(
        "TLS_ECDHE_RSA_WITH_CAMELLIA_256_CBC_SHA384", "ECDHE-RSA-CAMELLIA256-SHA384", .ecdhe, .rsa, .camellia256CBC,
        .sha384)
    case 0xC078: Entry("TLS_ECDH_RSA_WITH_CAMELLIA_128_CBC_SHA256", nil, .ecdh, .rsa, .camellia128CBC, .sha256)
    case 0xC079: Entry("TLS_ECDH_RSA_WITH_CAMELLIA_256_CBC_SHA384", nil, .ecdh, .rsa, .camellia256CBC, .sha384)
    case 0xC07A: Entry("TLS_RSA_WITH_CAMELLIA_128_GCM_SHA256", nil, .rsa, .rsa, .camellia128GCM, .sha256)
    case 0xC07B: Entry("TLS_RSA_WITH_CAMELLIA_256_GCM_SHA384", nil, .rsa, .rsa, .camellia256GCM, .sha384)
    case 0xC07C: Entry("TLS_DHE_RSA_WITH_CAMELLIA_128_GCM_SHA256", nil, .dhe, .rsa, .camellia128GCM, .sha256)
    case 0xC07D: Entry("TLS_DHE_RSA_WITH_CAMELLIA_256_GCM_SHA384", nil, .dhe, .rsa, .camellia256GCM, .sha384)
    case 0xC07E: Entry("TLS_DH_RSA_WITH_CAMELLIA_128_GCM_SHA256", nil, .dh, .rsa, .camellia128GCM, .sha256)
    case 0xC07F: Entry("TLS_DH_RSA_WITH_CAMELLIA_256_GCM_SHA384", nil, .dh, .rsa, .camellia256GCM, .sha384)
    case 0xC080: Entry("TLS_DHE_DSS_WITH_CAMELLIA_128_GCM_SHA256", nil, .dhe, .dss, .camellia128GCM, .sha256)
    case 0xC081: Entry("TLS_DHE_DSS_WITH_CAMELLIA_256_GCM_SHA384", nil, .dhe, .dss, .camellia256GCM, .sha384)
    case 0xC082: Entry("TLS_DH_DSS_WITH_CAMELLIA_128_GCM_SHA256", nil, .dh, .dss, .camellia128GCM, .sha256)
    case 0xC083: Entry("TLS_DH_DSS_WITH_CAMELLIA_256_GCM_SHA384", nil, .dh, .dss, .camellia256GCM, .sha384)
    case 0xC084: Entry("TLS_DH_anon_WITH_CAMELLIA_128_GCM_SHA256", nil, .dhe, .anonymous, .camellia128GCM, .sha256)
    case 0xC085: Entry("TLS_DH_anon_WITH_CAMELLIA_256_GCM_SHA384", nil, .dhe, .anonymous, .camellia256GCM, .sha384)
    case 0xC086: Entry("TLS_ECDHE_ECDSA_WITH_CAMELLIA_128_GCM_SHA256", nil, .ecdhe, .ecdsa, .camellia128GCM, .sha256)
    case 0xC087: Entry("TLS_ECDHE_ECDSA_WITH_CAMELLIA_256_GCM_SHA384", nil, .ecdhe, .ecdsa, .camellia256GCM, .sha384)
    case 0xC088: Entry("TLS_ECDH_ECDSA_WITH_CAMELLIA_128_GCM_SHA256", nil, .ecdh, .ecdsa, .camellia128GCM, .sha256)
    case 0xC089: Entry("TLS_ECDH_ECDSA_WITH_CAMELLIA_256_GCM_SHA384", nil, .ecdh, .ecdsa, .camellia256GCM, .sha384)
    case 0xC08A: Entry("TLS_ECDHE_RSA_WITH_CAMELLIA_128_GCM_SHA256", nil, .ecdhe, .rsa, .camellia128GCM, .sha256)
    case 0xC08B: Entry("TLS_ECDHE_RSA_WITH_CAMELLIA_256_GCM_SHA384", nil, .ecdhe, .rsa, .camellia256GCM, .sha384)
    case 0xC08C: Entry("TLS_ECDH_RSA_WITH_CAMELLIA_128_GCM_SHA256", nil, .ecdh, .rsa, .camellia128GCM, .sha256)
    case 0xC08D: Entry("TLS_ECDH_RSA_WITH_CAMELLIA_256_GCM_SHA384", nil, .ecdh, .rsa, .camellia256GCM, .sha384)
    case 0xC08E: Entry("TLS_PSK_WITH_CAMELLIA_128_GCM_SHA256", nil, .psk, .psk, .camellia128GCM, .sha256)
    case 0xC08F: Entry("TLS_PSK_WITH_CAMELLIA_256_GCM_SHA384", nil, .psk, .psk, .camellia256GCM, .sha384)
    case 0xC090: Entry("TLS_DHE_PSK_WITH_CAMELLIA_128_GCM_SHA256", nil, .dhePSK, .psk, .camellia128GCM, .sha256)
    case 0xC091: Entry("TLS_DHE_PSK_WITH_CAMELLIA_256_GCM_SHA384", nil, .dhePSK, .psk, .camellia256GCM, .sha384)
    case 0xC092: Entry("TLS_RSA_PSK_WITH_CAMELLIA_128_GCM_SHA256", nil, .rsaPSK, .rsa, .camellia128GCM, .sha256)
    case 0xC093: Entry("TLS_RSA_PSK_WITH_CAMELLIA_256_GCM_SHA384", nil, .rsaPSK, .rsa, .camellia256GCM, .sha384)
    case 0xC094:
      Entry("TLS_PSK_WITH_CAMELLIA_128_CBC_SHA256", "PSK-CAMELLIA128-SHA256", .psk, .psk, .camellia128CBC, .sha256)
    case 0xC095:
      Entry("TLS_PSK_WITH_CAMELLIA_256_CBC_SHA384", "PSK-CAMELLIA256-SHA384", .psk, .psk, .camellia256CBC, .sha384)
    case 0xC096:
      Entry(
        "TLS_DHE_PSK_WITH_CAMELLIA_128_CBC_SHA256", "DHE-PSK-CAMELLIA128-SHA256", .dhePSK, .psk, .camellia128CBC,
        .sha256)
    case 0xC097:
      Entry(
        "TLS_DHE_PSK_WITH_CAMELLIA_256_CBC_SHA384", "DHE-PSK-CAMELLIA256-SHA384", .dhePSK, .psk, .camellia256CBC,
        .sha384)
    case 0xC098:
      Entry(
        "TLS_RSA_PSK_WITH_CAMELLIA_128_CBC_SHA256", "RSA-PSK-CAMELLIA128-SHA256", .rsaPSK, .rsa, .camellia128CBC,
        .sha256)
    case 0xC099:
      Entry(
        "TLS_RSA_PSK_WITH_CAMELLIA_256_CBC_SHA384", "RSA-PSK-CAMELLIA256-SHA384", .rsaPSK, .rsa, .camellia256CBC,
        .sha384)
    case 0xC09A:
      Entry(
        "TLS_ECDHE_PSK_WITH_CAMELLIA_128_CBC_SHA256", "ECDHE-PSK-CAMELLIA128-SHA256", .ecdhePSK, .psk, .camellia128CBC,
        .sha256)
    case 0xC09B:
      Entry(
        "TLS_ECDHE_PSK_WITH_CAMELLIA_256_CBC_SHA384", "ECDHE-PSK-CAMELLIA256-SHA384", .ecdhePSK, .psk, .camellia256CBC,
        .sha384)
    case 0xC09C: Entry("TLS_RSA_WITH_AES_128_CCM", "AES128-CCM", .rsa, .rsa, .aes128CCM, .sha256)
    case 0xC09D: Entry("TLS_RSA_WITH_AES_256_CCM", "AES256-CCM", .rsa, .rsa, .aes256CCM, .sha256)
    case 0xC09E: Entry("TLS_DHE_RSA_WITH_AES_128_CCM", "DHE-RSA-AES128-CCM", .dhe, .rsa, .aes128CCM, .sha256)
    case 0xC09F: Entry("TLS_DHE_RSA_WITH_AES_256_CCM", "DHE-RSA-AES256-CCM", .dhe, .rsa, .aes256CCM, .sha256)
    case 0xC0A0: Entry("TLS_RSA_WITH_AES_128_CCM_8", "AES128-CCM8", .rsa, .rsa, .aes128CCM8, .sha256)
    case 0xC0A1: Entry("TLS_RSA_WITH_AES_256_CCM_8", "AES256-CCM8", .rsa, .rsa, .aes256CCM8, .sha256)
    case 0xC0A2: Entry("TLS_DHE_RSA_WITH_AES_128_CCM_8", "DHE-RSA-AES128-CCM8", .dhe, .rsa, .aes128CCM8, .sha256)
    case 0xC0A3: Entry("TLS_DHE_RSA_WITH_AES_256_CCM_8", "DHE-RSA-AES256-CCM8", .dhe, .rsa, .aes256CCM8, .sha256)
    case 0xC0A4: Entry("TLS_PSK_WITH_AES_128_CCM", "PSK-AES128-CCM", .psk, .psk, .aes128CCM, .sha256)
    case 0xC0A5: Entry("TLS_PSK_WITH_AES_256_CCM", "PSK-AES256-CCM", .psk, .psk, .aes256CCM, .sha256)
    case 0xC0A6: Entry("TLS_DHE_PSK_WITH_AES_128_CCM", "DHE-PSK-AES128-CCM", .dhePSK, .psk, .aes128CCM, .sha256)
    case 0xC0A7: Entry("TLS_DHE_PSK_WITH_AES_256_CCM", "DHE-PSK-AES256-CCM", .dhePSK, .psk, .aes256CCM, .sha256)
    case 0xC0A8: Entry("TLS_PSK_WITH_AES_128_CCM_8", "PSK-AES128-CCM8", .psk, .psk, .aes128CCM8, .sha256)
    case 0xC0A9: Entry("TLS_PSK_WITH_AES_256_CCM_8", "PSK-AES256-CCM8", .psk, .psk, .aes256CCM8, .sha256)
    case 0xC0AA: Entry("TLS_PSK_DHE_WITH_AES_128_CCM_8", "DHE-PSK-AES128-CCM8", .dhePSK, .psk, .aes128CCM8, .sha256)
    case 0xC0AB: Entry("TLS_PSK_DHE_WITH_AES_256_CCM_8", "DHE-PSK-AES256-CCM8", .dhePSK, .psk, .aes256CCM8, .sha256)
    case 0xC0AC:
      Entry("TLS_ECDHE_ECDSA_WITH_AES_128_CCM", "ECDHE-ECDSA-AES128-CCM", .ecdhe, .ecdsa, .aes128CCM, .sha256)
    case 0xC0AD:
      Entry("TLS_ECDHE_ECDSA_WITH_AES_256_CCM", "ECDHE-ECDSA-AES256-CCM", .ecdhe, .ecdsa, .aes256CCM, .sha256)
    case 0xC0AE:
      Entry("TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8", "ECDHE-ECDSA-AES128-CCM8", .ecdhe, .ecdsa, .aes128CCM8, .sha256)
    case 0xC0AF:
      Entry("TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8", "ECDHE-ECDSA-AES256-CCM8", .ecdhe, .ecdsa, .aes256CCM8, .sha256)
    case 0xC0B0: Entry("TLS_ECCPWD_WITH_AES_128_GCM_SHA256", nil, .eccpwd, .password, .aes128GCM, .sha256)
    case 0xC0B1: Entry("TLS_ECCPWD_WITH_AES_256_GCM_SHA384", nil, .eccpwd, .password, .aes256GCM, .sha384)
    case 0xC0B2: Entry("TLS_ECCPWD_WITH_AES_128_CCM_SHA256", nil, .eccpwd, .password, .aes128CCM, .sha256)
    case 0xC0B3: Entry("TLS_ECCPWD_WITH_AES_256_CCM_SHA384", nil, .eccpwd, .password, .aes256CCM, .sha384)
    case 0xC0B4: Entry("TLS_SHA256_SHA256", nil, .tls13, .tls13, .null, .sha256)
    case 0xC0B5: Entry("TLS_SHA384_SHA384", nil, .tls13, .tls13, .null, .sha384)
    case 0xC100: Entry("TLS_GOSTR341112_256_WITH_KUZNYECHIK_CTR_OMAC", nil, .gost, .gost, .gost, .gost)
    case 0xC101: Entry("TLS_GOSTR341112_256_WITH_MAGMA_CTR_OMAC", nil, .gost, .gost, .gost, .gost)
    case 0xC102: Entry("TLS_GOSTR341112_256_WITH_28147_CNT_IMIT", nil, .gost, .gost, .gost, .gost)
    case 0xC103: Entry("TLS_GOSTR341112_256_WITH_KUZNYECHIK_MGM_L", nil, .gost, .gost, .gost, .gost)
    case 0xC104: Entry("TLS_GOSTR341112_256_WITH_MAGMA_MGM_L", nil, .gost, .gost, .gost, .gost)
    case 0xC105: Entry("TLS_GOSTR341112_256_WITH_KUZNYECHIK_MGM_S", nil, .gost, .gost, .gost, .gost)
    case 0xC106: Entry("TLS_GOSTR341112_256_WITH_MAGMA_MGM_S", nil, .gost, .gost, .gost, .gost)
    case 0xCCA8:
      Entry(
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "ECDHE-RSA-CHACHA20-POLY1305", .ecdhe, .rsa, .chaCha20Poly1305,
        .sha256)
    case 0xCCA9:
      Entry(
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "ECDHE-ECDSA-CHACHA20-POLY1305", .ecdhe, .ecdsa,
        .chaCha20Poly1305, .sha256)
    case 0xCCAA:
      Entry(
        "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "DHE-RSA-CHACHA20-POLY1305", .dhe, .rsa, .chaCha20Poly1305, .sha256
      )
    case 0xCCAB:
      Entry("TLS_PSK_WITH_CHACHA20_POLY1305_SHA256", "PSK-CHACHA20-POLY1305", .psk, .psk, .chaCha20Poly1305, .sha256)
    case 0xCCAC:
      Entry(
        "TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256", "ECDHE-PSK-CHACHA20-POLY1305", .ecdhePSK, .psk,
        .chaCha20Poly1305, .sha256)
    case 0xCCAD:
      Entry(
        "TLS_DHE_PSK_WITH_CHACHA20_POLY1305_SHA256", "DHE-PSK-CHACHA20-POLY1305", .dhePSK, .psk, .chaCha20Poly1305,
        .sha256)
    case 0xCCAE:
      Entry(
        "TLS_RSA_PSK_WITH_CHACHA20_POLY1305_SHA256", "RSA-PSK-CHACHA20-POLY1305", .rsaPSK, .rsa, .chaCha20Poly1305,
        .sha256)
    case 0xD001: Entry("TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256", nil, .ecdhePSK, .psk, .aes128GCM, .sha256)
    case 0xD002: Entry("TLS_ECDHE_PSK_WITH_AES_256_GCM_SHA384", nil, .ecdhePSK, .psk, .aes256GCM, .sha384)
    case 0xD003: Entry("TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256", nil, .ecdhePSK, .psk, .aes128CCM8, .sha256)
    case 0xD005: Entry("TLS_ECDHE_PSK_WITH_AES_128_CCM_SHA256", nil, .ecdhePSK, .psk, .aes128CCM, .sha256)
    default: nil
    }
  }
}
