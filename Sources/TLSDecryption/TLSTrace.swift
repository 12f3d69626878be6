package import TLSHandshake

/// What a program wrote down of one TLS session as it saw it: the handshake that TLS 1.3 seals, without a key and without a word of the
/// dialogue. It is the text of OpenSSL's `SSL_trace`, as `openssl s_client -trace` and Postfix from 3.12 on write it.
package struct TLSTrace: Sendable {
  /// One record in it.
  package struct Record: Sendable {
    package let sender: TLSPeer
    /// As on the wire, or what is inside where the program traced it before it was sealed.
    let type: ContentType
    /// The length field; without what sealing adds where it was traced before that.
    let length: Int
    package internal(set) var messages: [TracedMessage] = []
    package internal(set) var alert: (level: AlertLevel, description: AlertDescription)?
    /// What is inside; `nil` where the record is clear, or holds data.
    var innerType: ContentType?

    /// Whether it may be this sealed one.
    fileprivate func fits(_ sealed: SealedRecord) -> Bool {
      let onWire = Int(sealed.endOffset &- sealed.offset) - 5
      if type == .applicationData { return length == onWire }
      // An AEAD cipher of TLS 1.3 adds the type and a tag.
      return onWire == length + 17 || onWire == length + 9
    }

    var holds: ContentType { innerType ?? type }
  }

  /// The random bytes of the ClientHello, by which it belongs to one session of a capture.
  package let random: ClientRandom
  package internal(set) var records: [Record] = []

  /// About the bytes that are kept.
  var keptBytes: Int {
    records.reduce(256) { sum, record in
      record.messages.reduce(sum + MemoryLayout<Record>.stride) { sum, message in
        message.certificates.reduce(sum + MemoryLayout<TracedMessage>.stride) { $0 + $1.count }
      }
    }
  }
}

/// Follows a trace along the sealed records of a capture.
package struct TraceFollower: Sendable {
  /// Sealed records of the time of which the trace tells, and of which it does not tell: it, or the capture, lacks something.
  package private(set) var untold: UInt64 = 0
  private var waiting: [TLSPeer: ArraySlice<TLSTrace.Record>]

  package init(_ trace: TLSTrace) {
    // ChangeCipherSpec and hellos are clear on the wire.
    func sealed(_ peer: TLSPeer) -> ArraySlice<TLSTrace.Record> {
      trace.records.filter { record in
        record.sender == peer && record.type != .changeCipherSpec
          && !record.messages.contains { $0.type == .clientHello || $0.type == .serverHello }
      }[...]
    }
    waiting = [.client: sealed(.client), .server: sealed(.server)]
  }

  /// What the trace says of the next sealed record of a side; `nil` where it says nothing, or the two do not fit.
  package mutating func next(_ record: SealedRecord, from peer: TLSPeer) -> TLSTrace.Record? {
    // Where the trace is over, what comes is the dialogue, of which no trace tells.
    guard let first = waiting[peer]?.first else { return nil }
    guard first.fits(record) else {
      untold &+= record.count
      return nil
    }
    waiting[peer]?.removeFirst()
    return first.holds == .handshake || first.holds == .alert ? first : nil
  }
}
