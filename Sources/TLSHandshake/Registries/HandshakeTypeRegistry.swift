// Written by Tests/Registries/generate.py: change the tables there, not this file.
// IANA, TLS HandshakeType, as of 2025-12.

extension HandshakeType {
  public static let helloRequest = HandshakeType(rawValue: 0)
  public static let clientHello = HandshakeType(rawValue: 1)
  public static let serverHello = HandshakeType(rawValue: 2)
  public static let helloVerifyRequest = HandshakeType(rawValue: 3)
  public static let newSessionTicket = HandshakeType(rawValue: 4)
  public static let endOfEarlyData = HandshakeType(rawValue: 5)
  public static let helloRetryRequest = HandshakeType(rawValue: 6)
  public static let encryptedExtensions = HandshakeType(rawValue: 8)
  public static let requestConnectionId = HandshakeType(rawValue: 9)
  public static let newConnectionId = HandshakeType(rawValue: 10)
  public static let certificate = HandshakeType(rawValue: 11)
  public static let serverKeyExchange = HandshakeType(rawValue: 12)
  public static let certificateRequest = HandshakeType(rawValue: 13)
  public static let serverHelloDone = HandshakeType(rawValue: 14)
  public static let certificateVerify = HandshakeType(rawValue: 15)
  public static let clientKeyExchange = HandshakeType(rawValue: 16)
  public static let clientCertificateRequest = HandshakeType(rawValue: 17)
  public static let finished = HandshakeType(rawValue: 20)
  public static let certificateUrl = HandshakeType(rawValue: 21)
  public static let certificateStatus = HandshakeType(rawValue: 22)
  public static let supplementalData = HandshakeType(rawValue: 23)
  public static let keyUpdate = HandshakeType(rawValue: 24)
  public static let compressedCertificate = HandshakeType(rawValue: 25)
  public static let ektKey = HandshakeType(rawValue: 26)
  public static let nextProtocol = HandshakeType(rawValue: 67)
  public static let messageHash = HandshakeType(rawValue: 254)

  /// The name in IANA's registry; `nil` where this table has none.
  public var registeredName: String? {
    switch rawValue {
    case 0: "hello_request"
    case 1: "client_hello"
    case 2: "server_hello"
    case 3: "hello_verify_request"
    case 4: "new_session_ticket"
    case 5: "end_of_early_data"
    case 6: "hello_retry_request"
    case 8: "encrypted_extensions"
    case 9: "request_connection_id"
    case 10: "new_connection_id"
    case 11: "certificate"
    case 12: "server_key_exchange"
    case 13: "certificate_request"
    case 14: "server_hello_done"
    case 15: "certificate_verify"
    case 16: "client_key_exchange"
    case 17: "client_certificate_request"
    case 20: "finished"
    case 21: "certificate_url"
    case 22: "certificate_status"
    case 23: "supplemental_data"
    case 24: "key_update"
    case 25: "compressed_certificate"
    case 26: "ekt_key"
    case 67: "next_protocol"
    case 254: "message_hash"
    default: nil
    }
  }
}
