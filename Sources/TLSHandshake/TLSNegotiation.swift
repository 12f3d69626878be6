/// What the two directions of a connection agreed on, and how far they came: a pure function of what was read of both.
///
/// An optional that is `nil` means that it is not seen in the capture. A class, because it is large, never changes, and is asked
/// by many.
@usableFromInline
package final class TLSNegotiation: Sendable {
  /// The first ClientHello.
  package let clientHello: ClientHello?
  /// The ClientHello after a HelloRetryRequest.
  package let secondClientHello: ClientHello?
  /// The ServerHello that is not a HelloRetryRequest.
  package let serverHello: ServerHello?
  package let helloRetryRequest: ServerHello?

  package let version: TLSVersion?
  package let cipherSuite: CipherSuite?
  /// Of the key exchange: from key_share or ServerKeyExchange.
  package let group: NamedGroup?
  /// The size of the prime of a finite-field exchange in TLS 1.2 and before, in bits.
  package let primeBits: Int?
  /// With which the server signed; in TLS 1.3 only where it was opened.
  package let signatureScheme: SignatureScheme?
  package let serverName: String?
  /// The protocol that the server chose; encrypted in TLS 1.3.
  package let protocolName: String?
  package let usesEncryptThenMAC: Bool
  package let usesExtendedMasterSecret: Bool
  package let resumption: Resumption
  package let clientCertificate: ClientCertificateState
  /// What the sizes say of the client's certificate where `clientCertificate` is `hidden`; `nil` where they say nothing.
  package let clientCertificateInference: TLSInference?
  package let serverCertificates: CertificateChain?
  package let clientCertificates: CertificateChain?
  package let certificateRequest: CertificateRequest?
  package let flight: Flight
  /// How sure it is that `flight` was reached.
  package let flightCertainty: TLSCertainty
  /// What each flight up to the one reached rests on.
  package let flightEvidence: [FlightEvidence]
  /// Whose turn it is to go on with the handshake; `nil` when it is complete, ended by a fatal alert, or not known.
  package let nextSpeaker: TLSPeer?
  /// In each direction's order, the client's first; which came first in time is for the caller to tell.
  package let alerts: [SentAlert]
  package let protection: RecordProtection?
  package let records: EncryptedRecords
  /// The scheme with which the client signed, where that was in clear.
  private let clientScheme: SignatureScheme?

  package init(client: borrowing TLSStream, server: borrowing TLSStream) {
    let (first, following) = client.firstHellos
    let serverHellos = server.serverHellos
    let retry = serverHellos.first { $0.isHelloRetryRequest }
    let chosen = serverHellos.first { !$0.isHelloRetryRequest }
    let second = retry != nil ? following : nil
    let latest = second ?? first

    clientHello = first
    secondClientHello = second
    let version = chosen?.version ?? retry?.version
    self.version = version
    cipherSuite = chosen?.cipherSuite
    serverName = latest?.serverName
    protocolName = chosen?.protocolName
    usesEncryptThenMAC = chosen?.usesEncryptThenMAC == true && latest?.offersEncryptThenMAC != false
    usesExtendedMasterSecret = chosen?.usesExtendedMasterSecret == true

    let messages = ServerMessages(server)
    let clientMessages = ClientMessages(client)
    group = chosen?.keyShare?.group ?? messages.keyExchange?.group
    primeBits = messages.keyExchange?.primeBits
    signatureScheme = messages.keyExchange?.signatureScheme ?? messages.verifyScheme
    serverCertificates = messages.certificates
    certificateRequest = messages.certificateRequest
    clientCertificates = clientMessages.certificates

    protection = version.flatMap { version in
      chosen.flatMap {
        RecordProtection(
          version: version, suite: $0.cipherSuite,
          encryptThenMAC: $0.usesEncryptThenMAC && latest?.offersEncryptThenMAC != false)
      }
    }
    let records = EncryptedRecords.sorted(
      client: client, server: server, serverHello: chosen, protection: protection,
      earlyData: latest?.offersEarlyData == true)
    resumption = Self.resumption(hello: latest, chosen: chosen, messages: messages, server: server)
    let flights = Self.flights(
      client: client, server: server, chosen: chosen, retry: retry, second: second, messages: messages, records: records
    )
    flight = flights.evidence.last?.flight ?? .none
    flightCertainty = flights.certainty
    flightEvidence = flights.evidence
    let certificate = Self.clientCertificate(
      chosen: chosen, messages: messages, client: clientMessages, resumption: resumption, records: records,
      protection: protection)
    clientCertificate = certificate.state
    clientCertificateInference = certificate.inference
    clientScheme = clientMessages.verifyScheme
    alerts = Self.alerts(client: client, server: server)
    nextSpeaker = Self.nextSpeaker(
      flight: flight, alerts: alerts, isTLS13: chosen?.version.isTLS13 == true,
      retryPending: retry != nil && second == nil && chosen == nil, client: client)
    self.records = records
    serverHello = chosen
    helloRetryRequest = retry
  }

  /// Whether the suite has no cipher: records are then protected against change, and anybody can read them.
  package var leavesDataReadable: Bool { cipherSuite?.encryption == .null }

  /// What was offered, and what was taken of it: only for those who print it.
  package var offers: [NegotiatedOffer] {
    Self.offers(
      hello: secondClientHello ?? clientHello, chosen: serverHello, retry: helloRetryRequest, group: group,
      signatureScheme: signatureScheme, certificateRequest: certificateRequest, clientScheme: clientScheme)
  }

  /// The last flight that was seen whole, in the order of a full handshake.
  package enum Flight: Int, Sendable, Hashable, Comparable {
    case none, clientHello, serverFlight, clientFlight, complete

    package static func < (left: Flight, right: Flight) -> Bool {
      left.rawValue < right.rawValue
    }
  }

  package struct FlightEvidence: Sendable, Hashable {
    package let flight: Flight
    package let peer: TLSPeer
    /// Of the message or record that completes the flight, in its direction's TCP stream.
    package let offset: UInt64
  }

  /// The state of the client's certificate.
  package enum ClientCertificateState: String, Sendable, Hashable {
    case notRequested, requested, sent, empty, hidden
    /// The messages that tell were not seen.
    case unknown
  }

  /// Whether the handshake took up an earlier session.
  package struct Resumption: Sendable, Hashable {
    package enum State: Sendable, Hashable {
      /// The client offered no session, and a full handshake was made.
      case none
      /// The client offered one, and the server made a full handshake.
      case refused
      case resumed
      /// What would tell was not seen.
      case unknown
    }

    package let state: State
    package let certainty: TLSCertainty
  }

  package struct SentAlert: Sendable, Hashable {
    package let sender: TLSPeer
    package let alert: Alert
  }
}

/// One thing that both sides had to agree on: what was offered and what was taken.
public struct NegotiatedOffer: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    case version, cipherSuite, group, keyShare, signatureScheme, protocolName
    /// The scheme for the client's own certificate: the server offers, the client takes.
    case clientSignatureScheme
  }

  public let kind: Kind
  public let offeredBy: TLSPeer
  /// In the order offered, without GREASE and signals.
  public let offered: [String]
  /// What the other side chose; `nil` where no choice was seen.
  public let chosen: String?
  /// Whether the choice is among the offers; `nil` where no choice was seen.
  public let isCommon: Bool?
}

extension TLSStream {
  /// What it, which is the client's, and the server's agreed on. Both are lent to be changed, although nothing changes: to be lent
  /// otherwise by another module would copy them.
  package mutating func negotiation(with server: inout TLSStream) -> TLSNegotiation {
    TLSNegotiation(client: self, server: server)
  }
}
