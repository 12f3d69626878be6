// Written by Tests/Registries/generate.py: change the tables there, not this file.
// IANA, TLS ExtensionType Values, as of 2025-12-24.

extension ExtensionType {
  public static let serverName = ExtensionType(rawValue: 0)
  public static let maxFragmentLength = ExtensionType(rawValue: 1)
  public static let clientCertificateUrl = ExtensionType(rawValue: 2)
  public static let trustedCAKeys = ExtensionType(rawValue: 3)
  public static let truncatedHmac = ExtensionType(rawValue: 4)
  public static let statusRequest = ExtensionType(rawValue: 5)
  public static let userMapping = ExtensionType(rawValue: 6)
  public static let clientAuthz = ExtensionType(rawValue: 7)
  public static let serverAuthz = ExtensionType(rawValue: 8)
  public static let certType = ExtensionType(rawValue: 9)
  public static let supportedGroups = ExtensionType(rawValue: 10)
  public static let ecPointFormats = ExtensionType(rawValue: 11)
  public static let srp = ExtensionType(rawValue: 12)
  public static let signatureAlgorithms = ExtensionType(rawValue: 13)
  public static let useSrtp = ExtensionType(rawValue: 14)
  public static let heartbeat = ExtensionType(rawValue: 15)
  public static let applicationLayerProtocolNegotiation = ExtensionType(rawValue: 16)
  public static let statusRequestV2 = ExtensionType(rawValue: 17)
  public static let signedCertificateTimestamp = ExtensionType(rawValue: 18)
  public static let clientCertificateType = ExtensionType(rawValue: 19)
  public static let serverCertificateType = ExtensionType(rawValue: 20)
  public static let padding = ExtensionType(rawValue: 21)
  public static let encryptThenMac = ExtensionType(rawValue: 22)
  public static let extendedMasterSecret = ExtensionType(rawValue: 23)
  public static let tokenBinding = ExtensionType(rawValue: 24)
  public static let cachedInfo = ExtensionType(rawValue: 25)
  public static let tlsLts = ExtensionType(rawValue: 26)
  public static let compressCertificate = ExtensionType(rawValue: 27)
  public static let recordSizeLimit = ExtensionType(rawValue: 28)
  public static let pwdProtect = ExtensionType(rawValue: 29)
  public static let pwdClear = ExtensionType(rawValue: 30)
  public static let passwordSalt = ExtensionType(rawValue: 31)
  public static let ticketPinning = ExtensionType(rawValue: 32)
  public static let tlsCertWithExternPSK = ExtensionType(rawValue: 33)
  public static let delegatedCredential = ExtensionType(rawValue: 34)
  public static let sessionTicket = ExtensionType(rawValue: 35)
  public static let tlmsp = ExtensionType(rawValue: 36)
  public static let tlmspProxying = ExtensionType(rawValue: 37)
  public static let tlmspDelegate = ExtensionType(rawValue: 38)
  public static let supportedEktCiphers = ExtensionType(rawValue: 39)
  public static let preSharedKey = ExtensionType(rawValue: 41)
  public static let earlyData = ExtensionType(rawValue: 42)
  public static let supportedVersions = ExtensionType(rawValue: 43)
  public static let cookie = ExtensionType(rawValue: 44)
  public static let pskKeyExchangeModes = ExtensionType(rawValue: 45)
  public static let certificateAuthorities = ExtensionType(rawValue: 47)
  public static let oidFilters = ExtensionType(rawValue: 48)
  public static let postHandshakeAuth = ExtensionType(rawValue: 49)
  public static let signatureAlgorithmsCert = ExtensionType(rawValue: 50)
  public static let keyShare = ExtensionType(rawValue: 51)
  public static let transparencyInfo = ExtensionType(rawValue: 52)
  public static let connectionIdDeprecated = ExtensionType(rawValue: 53)
  public static let connectionId = ExtensionType(rawValue: 54)
  public static let externalIdHash = ExtensionType(rawValue: 55)
  public static let externalSessionId = ExtensionType(rawValue: 56)
  public static let quicTransportParameters = ExtensionType(rawValue: 57)
  public static let ticketRequest = ExtensionType(rawValue: 58)
  public static let dnssecChain = ExtensionType(rawValue: 59)
  public static let sequenceNumberEncryptionAlgorithms = ExtensionType(rawValue: 60)
  public static let rrc = ExtensionType(rawValue: 61)
  public static let tlsFlags = ExtensionType(rawValue: 62)
  public static let nextProtocolNegotiation = ExtensionType(rawValue: 13172)
  public static let applicationSettingsDraft = ExtensionType(rawValue: 17513)
  public static let applicationSettings = ExtensionType(rawValue: 17613)
  public static let channelIdDraft = ExtensionType(rawValue: 30031)
  public static let channelId = ExtensionType(rawValue: 30032)
  public static let echOuterExtensions = ExtensionType(rawValue: 64768)
  public static let encryptedClientHello = ExtensionType(rawValue: 65037)
  public static let renegotiationInfo = ExtensionType(rawValue: 65281)
  public static let encryptedServerName = ExtensionType(rawValue: 65486)

  /// The name in IANA's registry; `nil` where this table has none.
  public var registeredName: String? {
    switch rawValue {
    case 0: "server_name"
    case 1: "max_fragment_length"
    case 2: "client_certificate_url"
    case 3: "trusted_ca_keys"
    case 4: "truncated_hmac"
    case 5: "status_request"
    case 6: "user_mapping"
    case 7: "client_authz"
    case 8: "server_authz"
    case 9: "cert_type"
    case 10: "supported_groups"
    case 11: "ec_point_formats"
    case 12: "srp"
    case 13: "signature_algorithms"
    case 14: "use_srtp"
    case 15: "heartbeat"
    case 16: "application_layer_protocol_negotiation"
    case 17: "status_request_v2"
    case 18: "signed_certificate_timestamp"
    case 19: "client_certificate_type"
    case 20: "server_certificate_type"
    case 21: "padding"
    case 22: "encrypt_then_mac"
    case 23: "extended_master_secret"
    case 24: "token_binding"
    case 25: "cached_info"
    case 26: "tls_lts"
    case 27: "compress_certificate"
    case 28: "record_size_limit"
    case 29: "pwd_protect"
    case 30: "pwd_clear"
    case 31: "password_salt"
    case 32: "ticket_pinning"
    case 33: "tls_cert_with_extern_psk"
    case 34: "delegated_credential"
    case 35: "session_ticket"
    case 36: "TLMSP"
    case 37: "TLMSP_proxying"
    case 38: "TLMSP_delegate"
    case 39: "supported_ekt_ciphers"
    case 41: "pre_shared_key"
    case 42: "early_data"
    case 43: "supported_versions"
    case 44: "cookie"
    case 45: "psk_key_exchange_modes"
    case 47: "certificate_authorities"
    case 48: "oid_filters"
    case 49: "post_handshake_auth"
    case 50: "signature_algorithms_cert"
    case 51: "key_share"
    case 52: "transparency_info"
    case 53: "connection_id_deprecated"
    case 54: "connection_id"
    case 55: "external_id_hash"
    case 56: "external_session_id"
    case 57: "quic_transport_parameters"
    case 58: "ticket_request"
    case 59: "dnssec_chain"
    case 60: "sequence_number_encryption_algorithms"
    case 61: "rrc"
    case 62: "tls_flags"
    case 13172: "next_protocol_negotiation"
    case 17513: "application_settings_draft"
    case 17613: "application_settings"
    case 30031: "channel_id_draft"
    case 30032: "channel_id"
    case 64768: "ech_outer_extensions"
    case 65037: "encrypted_client_hello"
    case 65281: "renegotiation_info"
    case 65486: "encrypted_server_name"
    default: nil
    }
  }
}
