/// The encrypted records of both directions, sorted into handshake and data by type, place and size. They stand in one place and never
/// change.
package final class EncryptedRecords: Sendable, Hashable {
  package struct Direction: Sendable, Hashable {
    /// Encrypted handshake records before and with Finished; in TLS 1.3 as far as sizes tell.
    package internal(set) var handshake: [TLSRecord] = []
    /// The record that is or ends with Finished; `nil` where none fits.
    package internal(set) var finished: TLSRecord?
    /// Whether Finished is told by its exact size or type, and not only by being the last before data.
    package internal(set) var isFinishedExact = false
    /// Records after Finished that are not alerts by type: data, in TLS 1.3 tickets and alerts as well.
    package internal(set) var data: [TLSRecord] = []
    /// Encrypted alerts by type (TLS 1.2 and before).
    package internal(set) var alerts: [TLSRecord] = []
    /// The record that stands where Finished should and is as long as an alert (TLS 1.3).
    package internal(set) var alertInsteadOfFinished: TLSRecord?
    /// Encrypted handshake records after Finished in TLS 1.2 and before: a renegotiation.
    package internal(set) var renegotiation: [TLSRecord] = []
    /// Whether records are missing, so that places cannot be counted on.
    package internal(set) var isPartial = false
    /// Whether records were opened with the session's secrets, so that nothing here is told by size.
    package internal(set) var isOpened = false
  }

  package let client: Direction
  package let server: Direction

  /// Of a negotiation to which the server did not answer.
  private static let none = EncryptedRecords(client: Direction(), server: Direction())

  /// The most records before Finished that TLS 1.3 is searched for it.
  private static let maximumHandshakeRecords = 24

  /// The least that a server's certificate and its signature take, in bytes.
  private static let minimumCertificateLength = 250

  private init(client: Direction, server: Direction) {
    self.client = client
    self.server = server
  }

  static func sorted(
    client: borrowing TLSStream, server: borrowing TLSStream, serverHello: ServerHello?, protection: RecordProtection?,
    earlyData: Bool
  ) -> EncryptedRecords {
    guard let serverHello else { return none }
    guard serverHello.version.isTLS13 else {
      return EncryptedRecords(client: direction12(client), server: direction12(server))
    }
    return EncryptedRecords(
      client: direction13(client, protection, earlyData: earlyData, isServer: false, lengthBefore: 0),
      // An EncryptedExtensions as long as Finished must not be taken for it: a certificate comes first.
      server: direction13(
        server, protection, earlyData: false, isServer: true,
        lengthBefore: serverHello.selectedIdentity == nil ? minimumCertificateLength : 0))
  }

  package static func == (left: EncryptedRecords, right: EncryptedRecords) -> Bool {
    left.client == right.client && left.server == right.server
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(client)
    hasher.combine(server)
  }

  /// TLS 1.2 and before: types stay visible.
  private static func direction12(_ stream: borrowing TLSStream) -> Direction {
    var result = Direction()
    result.isPartial = isPartial(stream)
    result.isOpened = stream.openedRecords > 0
    for record in stream.keptRecords where record.isEncrypted {
      switch record.contentType {
      case .handshake:
        if result.finished == nil {
          result.handshake.append(record)
          result.finished = record
          result.isFinishedExact = true
        } else {
          result.renegotiation.append(record)
        }
      case .applicationData: result.data.append(record)
      case .alert: if !record.isOpened { result.alerts.append(record) }
      default: break
      }
    }
    return result
  }

  /// TLS 1.3: everything is application data, so Finished is looked for by its size.
  private static func direction13(
    _ stream: borrowing TLSStream, _ protection: RecordProtection?, earlyData: Bool, isServer: Bool, lengthBefore: Int
  ) -> Direction {
    var result = Direction()
    result.isPartial = isPartial(stream)
    let records = stream.keptRecords.filter { $0.contentType == .applicationData }
    if stream.openedRecords > 0, let opened = opened13(stream, records, isPartial: result.isPartial) { return opened }
    guard let protection, !records.isEmpty else {
      result.data = records
      return result
    }
    var start = 0
    if earlyData {
      // Early data ends with a record of a size of its own, where the server took it.
      let end = protection.recordLength(plaintext: RecordProtection.endOfEarlyDataPlaintext)
      if let index = records.prefix(Self.maximumHandshakeRecords).firstIndex(where: { Int($0.length) == end }) {
        start = index + 1
      }
    }
    let searched = records[start...].prefix(maximumHandshakeRecords)
    guard let first = searched.first else {
      result.data = []
      return result
    }
    // Without that record, early data was refused, or padded: what is neither as long as Finished nor behind it may be either.
    let isUnsure = earlyData && start == 0
    if !isServer, !isUnsure, Int(first.length) == protection.alertLength {
      result.alertInsteadOfFinished = first
      result.data = Array(records[(start + 1)...])
      return result
    }
    var before = 0
    let found = searched.firstIndex { record in
      defer { before += Int(record.length) }
      return Int(record.length) == protection.finishedLength && before >= lengthBefore
    }
    if let index = found {
      result.handshake = Array(records[start...index])
      result.finished = records[index]
      // Behind a single long record, it may be data as long as Finished: the long one may hold all messages.
      result.isFinishedExact =
        isServer || index != start + 1 || Int(first.length) == protection.emptyCertificateLength
      result.data = Array(records[(index + 1)...])
    } else if isUnsure {
      result.isPartial = true
      result.data = Array(records)
    } else if Int(first.length) > protection.finishedLength {
      // Several messages in one record: Finished is at its end, or in a later one.
      result.handshake = [first]
      result.finished = first
      result.data = Array(records[(start + 1)...])
    } else {
      result.data = Array(records[start...])
    }
    return result
  }

  /// TLS 1.3 where it was opened: messages and types are read. `nil` where what was opened does not reach as far as Finished or an alert, and
  /// more was sent: then sizes tell, as without keys.
  private static func opened13(_ stream: borrowing TLSStream, _ records: [TLSRecord], isPartial: Bool) -> Direction? {
    var result = Direction()
    result.isPartial = isPartial
    result.isOpened = true
    let end = stream.messages.first { $0.type == .finished && $0.isComplete }?.endOffset
    guard
      end != nil || records.allSatisfy({ $0.isOpened || $0.isIncomplete })
        || records.contains(where: { $0.flags.contains(.holdsAlert) })
    else { return nil }
    for record in records {
      if result.finished == nil, !record.isOpened || record.flags.contains(.holdsHandshake) {
        result.handshake.append(record)
        if let end, record.offset < end, end <= record.endOffset { result.finished = record }
      } else if record.flags.isDisjoint(with: [.holdsHandshake, .holdsAlert]) {
        result.data.append(record)
      }
    }
    result.isFinishedExact = result.finished != nil
    return result
  }

  private static func isPartial(_ stream: borrowing TLSStream) -> Bool {
    stream.missingLength > 0 || stream.syncLoss != nil || stream.hasDroppedRecords
  }
}
