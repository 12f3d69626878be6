/// Which side of the TLS negotiation.
public enum TLSPeer: String, Sendable, Hashable {
  case client, server
}

/// How sure a statement is.
public enum TLSCertainty: Sendable, Hashable, Comparable {
  /// The record admits several readings, none better than the others.
  case undetermined
  /// The best of several readings.
  case probable
  /// The shape admits one reading, and nobody said so.
  case strong
  /// It stands on the wire in clear.
  case certain
}

/// A statement about what is encrypted: never read, only concluded from types, places and sizes of records.
public struct TLSInference: Sendable, Hashable {
  public let claim: Claim
  public let certainty: TLSCertainty
  /// The records that it rests on.
  public let basis: [Basis]
  /// What would settle it.
  public let confirmation: String

  public enum Claim: Sendable, Hashable {
    /// The client's first protected record is as long as the EHLO that it sent in clear.
    case ehloReissued
    /// The client's first protected record is as long as a verb of four letters, such as QUIT.
    case ehloNotReissued
    /// It has another length: EHLO with another name, or another command.
    case firstCommandDiffers
    /// The client sent nothing protected, as far as the capture shows.
    case nothingSent
    /// The sizes cannot be told: the suite is unknown, or records are missing.
    case unknown
    /// The client completed the handshake, sent one short command and nothing more.
    case clientQuitAfterHandshake
    /// A record is an alert; its level and description are encrypted.
    case encryptedAlert(from: TLSPeer, position: AlertPosition)
    /// The client answered a request for a certificate with none.
    case clientCertificateEmpty
    /// The client sent messages as long as a certificate before its Finished.
    case clientCertificateSent
  }

  /// When an alert was sent.
  public enum AlertPosition: Sendable, Hashable {
    /// In place of Finished: the other side's credentials or parameters were refused.
    case insteadOfFinished
    /// After Finished and before any application data of its sender.
    case afterFinished
    /// After application data of its sender: most often close_notify.
    case afterData
    /// The records before it do not tell.
    case unknown
  }

  public struct Basis: Sendable, Hashable {
    public let peer: TLSPeer
    /// Where the record begins, as an offset in its direction's TCP stream.
    public let offset: UInt64
    public let contentType: ContentType
    /// The record's length field.
    public let length: Int

    init(_ peer: TLSPeer, _ record: TLSRecord) {
      self.peer = peer
      offset = record.offset
      contentType = record.contentType
      length = Int(record.length)
    }
  }
}
