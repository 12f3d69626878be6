import ByteParsing
import Synchronization

/// The secrets that key logs gave, by session. All threads ask it; what is over the limit and was not asked for lately goes first.
package final class KeyRing: Sendable {
  /// What was read, and what became of it.
  package struct Facts: Sendable, Equatable {
    /// Secrets that are of use, each label of a session once.
    package var secrets = 0
    /// Lines with other labels.
    package var otherLines = 0
    /// Lines that are none of a key log.
    package var brokenLines = 0
    /// Sessions whose secrets were forgotten for want of room.
    package var forgotten = 0
    /// Sessions in TLS whose secrets were asked for.
    package var asked = 0
    /// Of these, those with secrets.
    package var found = 0

    package init() {}
  }

  /// The longest line that is looked at, in bytes; the longest of use has 162 and blanks.
  package static let maximumLineBytes = 4096
  /// About what one session takes.
  private static let bytesPerSession = 640

  private struct State {
    /// Two generations: what is asked for moves to the first, and when that is full the second is forgotten.
    var recent: [ClientRandom: TLSSecrets] = [:]
    var older: [ClientRandom: TLSSecrets] = [:]
    var facts = Facts()
    var traces: [ClientRandom: TLSTrace] = [:]

    mutating func add(_ label: KeyLogLine.Label, _ random: ClientRandom, _ secret: [UInt8], capacity: Int) {
      var secrets = recent[random] ?? older.removeValue(forKey: random) ?? TLSSecrets()
      secrets[label] = secret
      facts.secrets += 1
      put(secrets, random, capacity)
    }

    mutating func put(_ secrets: TLSSecrets, _ random: ClientRandom, _ capacity: Int) {
      if recent[random] == nil, recent.count >= capacity / 2 {
        facts.forgotten += older.count
        older = recent
        recent = [:]
      }
      recent[random] = secrets
    }

    mutating func secrets(of random: ClientRandom, capacity: Int) -> TLSSecrets? {
      if let secrets = recent[random] { return secrets }
      guard let secrets = older.removeValue(forKey: random) else { return nil }
      put(secrets, random, capacity)
      return secrets
    }
  }

  private let capacity: Int
  private let state = Mutex(State())

  /// - Parameter maximumBytes: About what the secrets may take.
  package init(maximumBytes: Int = 16 << 20) {
    capacity = max(16, maximumBytes / Self.bytesPerSession)
  }

  package var facts: Facts { state.withLock { $0.facts } }

  package var isEmpty: Bool { state.withLock { $0.recent.isEmpty && $0.older.isEmpty } }

  /// The secrets of the session whose ClientHello had these random bytes; `nil` where no log had any.
  package func secrets(of random: ClientRandom) -> TLSSecrets? {
    state.withLock { $0.secrets(of: random, capacity: capacity) }
  }

  /// What a program that took part wrote down of the session; `nil` where no trace of it was given.
  package func trace(of random: ClientRandom) -> TLSTrace? { state.withLock { $0.traces[random] } }

  /// Takes the text of traces.
  ///
  /// - Returns: How many sessions they tell of; `nil` where it is no such text.
  package func take(trace text: String) -> Int? {
    let reader = TraceReader(text)
    guard reader.isTrace else { return nil }
    state.withLock { state in
      for trace in reader.traces where state.traces.count < TraceReader.maximumTraces {
        state.traces[trace.random] = trace
      }
    }
    return reader.traces.count
  }

  /// The most of one trace's file that is read, in bytes.
  package static var maximumTraceBytes: Int { TraceReader.maximumBytes }

  /// The secrets of a session as lines of a key log; empty where there are none.
  package func keyLog(of random: ClientRandom) -> [UInt8] {
    guard let secrets = secrets(of: random) else { return [] }
    func digits(_ bytes: [UInt8]) -> String { bytes.map { hexadecimal($0) }.joined() }
    func hexadecimal(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }
    let lines = KeyLogLine.Label.allCases.compactMap { label in
      secrets[label].map { "\(label.rawValue) \(digits(random.bytes)) \(digits($0))\n" }
    }
    return Array(lines.joined().utf8)
  }

  /// Notes that a session was looked up at its end, and whether there were secrets for it.
  package func noteLookup(found: Bool) {
    state.withLock {
      $0.facts.asked += 1
      if found { $0.facts.found += 1 }
    }
  }

  /// Takes the lines of a whole key log, such as that of a Decryption Secrets Block (pcapng section 4.8).
  package func take(_ log: Span<UInt8>) {
    var lines = KeyLogText()
    lines.feed(log, into: self)
    lines.end(into: self)
  }

  func take(line: Span<UInt8>) {
    let kind = KeyLogLine(line).kind
    state.withLock { state in
      switch kind {
      case .secret(let label, let random, let secret): state.add(label, random, secret, capacity: capacity)
      case .otherLabel: state.facts.otherLines += 1
      case .broken: state.facts.brokenLines += 1
      case .empty: break
      }
    }
  }

  func noteBrokenLine() { state.withLock { $0.facts.brokenLines += 1 } }
}

/// A key log that comes in pieces: cuts it into lines. Nothing of a line that is too long is kept.
package struct KeyLogText: Sendable {
  private var line: [UInt8] = []
  private var isTooLong = false

  package init() {}

  package mutating func feed(_ bytes: Span<UInt8>, into ring: KeyRing) {
    var start = 0
    while start < bytes.count {
      guard let end = bytes.firstOffset(of: 0x0A, from: start) else {
        add(bytes.extracting(start..<bytes.count))
        return
      }
      if line.isEmpty && !isTooLong && end - start <= KeyRing.maximumLineBytes {
        ring.take(line: bytes.extracting(start..<end))
      } else {
        add(bytes.extracting(start..<end))
        close(into: ring)
      }
      start = end + 1
    }
  }

  /// The log is over: what has no line end is a line, too.
  package mutating func end(into ring: KeyRing) {
    if !line.isEmpty || isTooLong { close(into: ring) }
  }

  private mutating func add(_ piece: Span<UInt8>) {
    guard !isTooLong else { return }
    guard line.count + piece.count <= KeyRing.maximumLineBytes else {
      isTooLong = true
      line.removeAll()
      return
    }
    line.append(contentsOf: piece)
  }

  private mutating func close(into ring: KeyRing) {
    if isTooLong { ring.noteBrokenLine() } else { ring.take(line: line.span) }
    line.removeAll(keepingCapacity: true)
    isTooLong = false
  }
}
