import ByteParsing
import Synchronization

/// The secrets that key logs gave, by session. All threads ask it; what is over the limit and was not asked for lately goes first.
package final class KeyRing: Sendable {
  /// Who gave a secret. What a capture carries is there for whoever took it: it takes nothing away from what the user named.
  package enum Source: Sendable {
    case file, capture
  }

  /// What was read, and what became of it.
  package struct Facts: Sendable, Equatable {
    /// Of one kind of source.
    package struct Lines: Sendable, Equatable {
      /// Secrets that are of use, each label of a session once.
      package var secrets = 0
      /// Lines with other labels.
      package var otherLines = 0
      /// Lines that are none of a key log.
      package var brokenLines = 0
    }

    package var files = Lines()
    package var captures = Lines()
    /// Sessions whose secrets were forgotten for want of room.
    package var forgotten = 0
    /// Traces of sessions that were not kept, for want of room, and of which only the first records were.
    package var tracesLeftOut = 0
    package var tracesCut = 0
    /// Sessions in TLS whose secrets were asked for.
    package var asked = 0
    /// Of these, those with secrets or traces that the user's files gave.
    package var found = 0

    package init() {}

    subscript(source: Source) -> Lines {
      get { source == .file ? files : captures }
      _modify {
        if source == .file { yield &files } else { yield &captures }
      }
    }
  }

  /// The longest line that is looked at, in bytes; the longest of use has 162 and blanks.
  package static let maximumLineBytes = 4096
  /// About what one session takes.
  private static let bytesPerSession = 640
  /// The fewest sessions that are held, however little they may take.
  private static let leastSessions = 16

  private struct Held {
    var secrets = TLSSecrets()
    /// Those that the user's files gave, a bit for each label.
    var given: UInt8 = 0
  }

  private struct State {
    /// Two generations: what is asked for moves to the first, and when that is full the second is forgotten.
    var recent: [ClientRandom: Held] = [:]
    var older: [ClientRandom: Held] = [:]
    var facts = Facts()
    var traces: [ClientRandom: TLSTrace] = [:]
    var traceBytes = 0
    let maximumBytes: Int

    /// Sessions of which secrets are held at most.
    var capacity: Int { max(KeyRing.leastSessions, (maximumBytes - traceBytes) / KeyRing.bytesPerSession) }

    /// - Returns: Whether it is new.
    mutating func add(
      _ label: KeyLogLine.Label, _ random: ClientRandom, _ secret: [UInt8], from source: Source
    ) -> Bool {
      var held = recent[random] ?? older.removeValue(forKey: random) ?? Held()
      let known = held.secrets[label]
      if known == nil { facts[source].secrets += 1 }
      let isNew = known != secret && (source == .file || held.given & label.bit == 0)
      if isNew { held.secrets[label] = secret }
      if source == .file { held.given |= label.bit }
      put(held, random)
      return isNew
    }

    mutating func put(_ held: Held, _ random: ClientRandom) {
      if recent[random] == nil, recent.count >= capacity / 2 {
        facts.forgotten += older.count
        older = recent
        recent = [:]
      }
      recent[random] = held
    }

    mutating func secrets(of random: ClientRandom) -> TLSSecrets? {
      if let held = recent[random] { return held.secrets }
      guard let held = older.removeValue(forKey: random) else { return nil }
      put(held, random)
      return held.secrets
    }

    mutating func add(_ trace: TLSTrace) {
      let before = traces[trace.random]?.keptBytes ?? 0
      // Traces may take half of what there is: one of them takes as much as the secrets of many sessions.
      guard traceBytes - before + trace.keptBytes <= maximumBytes / 2 else {
        facts.tracesLeftOut += 1
        return
      }
      traceBytes += trace.keptBytes - before
      traces[trace.random] = trace
    }
  }

  private let state: Mutex<State>
  private let changes = Atomic(0)
  private let growing = Atomic(false)

  /// What the secrets may take where nothing is said, about, in bytes.
  package static let usualBytes = 16 << 20

  /// - Parameter maximumBytes: About what secrets and traces may take.
  package init(maximumBytes: Int = KeyRing.usualBytes) {
    state = Mutex(State(maximumBytes: max(0, maximumBytes)))
  }

  package var facts: Facts { state.withLock { $0.facts } }

  package var isEmpty: Bool { state.withLock { $0.recent.isEmpty && $0.older.isEmpty } }

  /// Grows whenever something new comes in: who found nothing need not ask again before.
  package var generation: Int { changes.load(ordering: .acquiring) }

  /// Whether a log is still being written, so that secrets may come later than what they open.
  package var isGrowing: Bool {
    get { growing.load(ordering: .acquiring) }
    set { growing.store(newValue, ordering: .releasing) }
  }

  /// The secrets of the session whose ClientHello had these random bytes; `nil` where no log had any.
  package func secrets(of random: ClientRandom) -> TLSSecrets? {
    state.withLock { $0.secrets(of: random) }
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
      for trace in reader.traces { state.add(trace) }
      state.facts.tracesLeftOut += reader.tracesLeftOut
      state.facts.tracesCut += reader.tracesCut
    }
    changes.add(1, ordering: .releasing)
    return reader.traces.count + reader.tracesLeftOut
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

  /// Notes that a session was looked up, once for each.
  ///
  /// - Parameters:
  ///   - random: Its ClientHello's.
  ///   - isFound: Whether there was something.
  package func noteLookup(of random: ClientRandom?, isFound: Bool) {
    state.withLock { state in
      state.facts.asked += 1
      guard isFound, let random else { return }
      let held = state.recent[random] ?? state.older[random]
      if held.map({ $0.given != 0 }) ?? true || state.traces[random] != nil { state.facts.found += 1 }
    }
  }

  /// Takes the lines of a whole key log, such as that of a Decryption Secrets Block (pcapng section 4.8).
  package func take(_ log: Span<UInt8>, from source: Source = .file) {
    var lines = KeyLogText(source)
    lines.feed(log, into: self)
    lines.end(into: self)
  }

  func take(line: Span<UInt8>, from source: Source) {
    let kind = KeyLogLine(line).kind
    let isNew = state.withLock { state in
      switch kind {
      case .secret(let label, let random, let secret): return state.add(label, random, secret, from: source)
      case .otherLabel: state.facts[source].otherLines += 1
      case .broken: state.facts[source].brokenLines += 1
      case .empty: break
      }
      return false
    }
    if isNew { changes.add(1, ordering: .releasing) }
  }

  func noteBrokenLine(from source: Source) { state.withLock { $0.facts[source].brokenLines += 1 } }
}

/// A key log that comes in pieces: cuts it into lines. Nothing of a line that is too long is kept.
package struct KeyLogText: Sendable {
  private var line: [UInt8] = []
  private var isTooLong = false
  private let source: KeyRing.Source

  package init(_ source: KeyRing.Source = .file) { self.source = source }

  package mutating func feed(_ bytes: Span<UInt8>, into ring: KeyRing) {
    var start = 0
    while start < bytes.count {
      guard let end = bytes.firstOffset(of: 0x0A, from: start) else {
        add(bytes.extracting(start..<bytes.count))
        return
      }
      if line.isEmpty && !isTooLong && end - start <= KeyRing.maximumLineBytes {
        ring.take(line: bytes.extracting(start..<end), from: source)
      } else {
        add(bytes.extracting(start..<end))
        close(into: ring)
      }
      start = end + 1
    }
  }

  /// What was begun is given up: the log begins anew.
  package mutating func beginAnew() {
    line.removeAll()
    isTooLong = false
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
    if isTooLong { ring.noteBrokenLine(from: source) } else { ring.take(line: line.span, from: source) }
    line.removeAll(keepingCapacity: true)
    isTooLong = false
  }
}
