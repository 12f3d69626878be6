internal import ByteParsing

/// The capture files that a list of paths leads to, in the order in which they are to be read.
///
/// The given order is kept, with two exceptions: a folder stands for the capture files directly inside it, by name; and
/// files that follow each other and whose names differ only in their digits are taken for one rotated set, and stand in
/// the order of their first packets.
package struct CaptureSet: Sendable, Equatable {
  /// Files of a set; more are left out and counted.
  package static let maximumFiles = 10_000
  /// Names that are looked at in one folder.
  package static let maximumFolderEntries = 100_000

  /// Paths for `CaptureReader`, in order; a file's place here is `PacketID.file`.
  package private(set) var paths: [String] = []
  /// Files that were named, or met in a folder, twice and stand in `paths` once.
  package private(set) var duplicates = 0
  /// Files beyond the limits.
  package private(set) var leftOut = 0
  /// Files in folders whose names are not UTF-8.
  package private(set) var unreadableNames = 0

  /// Throws at the first path that cannot be used.
  package init(paths given: [String]) throws(CaptureError) {
    var failure: CaptureError?
    self.init(usable: given) { failure = failure ?? $0 }
    if let failure { throw failure }
  }

  /// The same without the paths that cannot be used, each of which is told to `report`.
  package init(usable given: [String], report: (CaptureError) -> Void) {
    var found: [Candidate] = []
    for path in given {
      do throws(CaptureError) {
        found += try candidates(of: path)
      } catch {
        report(error)
      }
    }
    var seen: Set<Candidate.Identity> = []
    found.removeAll { candidate in
      let isNew = seen.insert(candidate.identity).inserted
      if !isNew { duplicates += 1 }
      return !isNew
    }
    if found.count > CaptureSet.maximumFiles {
      leftOut += found.count - CaptureSet.maximumFiles
      found.removeLast(found.count - CaptureSet.maximumFiles)
    }
    paths = CaptureSet.ordered(found).map(\.path)
  }

  private mutating func candidates(of path: String) throws(CaptureError) -> [Candidate] {
    if path == "-" { return [Candidate(path: path, isRegular: false)] }
    let status: SystemCalls.FileStatus
    do throws(SystemCalls.Failure) {
      status = try SystemCalls.status(ofPath: path)
    } catch {
      throw CaptureError(kind: error.isNotFound ? .notFound : .unreadable(error.text), file: path)
    }
    return status.isFolder ? try candidates(inFolder: path) : [Candidate(path: path, status: status)]
  }

  private struct Candidate {
    enum Identity: Hashable {
      case path(String)
      case file(device: UInt64, node: UInt64)
    }

    var path: String
    var isRegular: Bool
    var identity: Identity

    init(path: String, isRegular: Bool) {
      self.path = path
      self.isRegular = isRegular
      identity = .path(path)
    }

    init(path: String, status: SystemCalls.FileStatus) {
      self.path = path
      isRegular = status.isRegular
      identity = status.isRegular ? .file(device: status.device, node: status.node) : .path(path)
    }
  }
}

// MARK: Folders

extension CaptureSet {
  private mutating func candidates(inFolder folder: String) throws(CaptureError) -> [Candidate] {
    let names: [String]
    do throws(SystemCalls.Failure) {
      let listed = try SystemCalls.names(inFolder: folder, limit: CaptureSet.maximumFolderEntries)
      names = listed.names
      leftOut += listed.more
      unreadableNames += listed.unreadable
    } catch {
      throw CaptureError(kind: .unreadable(error.text), file: folder)
    }
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    var found: [Candidate] = []
    for name in names.sorted(by: CaptureSet.precedes) {
      let path = prefix + name
      do throws(SystemCalls.Failure) {
        let status = try SystemCalls.status(ofPath: path)
        guard status.isRegular, CaptureSet.looksLikeCapture(path, name) else { continue }
        found.append(Candidate(path: path, status: status))
      } catch {
        // A link that leads nowhere, or a file that went away: nothing to read.
        continue
      }
    }
    if found.isEmpty, unreadableNames == 0 { throw CaptureError(kind: .isFolderWithoutCaptures, file: folder) }
    return found
  }

  /// A file that begins as a capture does, or is named as one: what is named so and is none shall be told, not passed
  /// over. Compressed data counts only under a capture's name.
  private static func looksLikeCapture(_ path: String, _ name: String) -> Bool {
    if isNamedAsCapture(name) { return true }
    do throws(SystemCalls.Failure) {
      let descriptor = try SystemCalls.openForReading(path)
      defer { SystemCalls.closeDescriptor(descriptor) }
      var start = [UInt8](repeating: 0, count: RecognisedFile.decidingLength)
      guard try SystemCalls.readBytes(descriptor, into: &start, from: 0) == start.count else { return false }
      switch RecognisedFile(start.span) {
      case .pcap, .pcapng: return true
      case .gzip, .zstandard, .cut, .unknown: return false
      }
    } catch {
      return false
    }
  }

  /// `mail.pcap`, `mail.pcap12` as tcpdump rotates, `mail.pcapng.gz`.
  private static func isNamedAsCapture(_ name: String) -> Bool {
    var parts = name.lowercased().split(separator: ".")
    guard parts.count > 1 else { return false }
    if parts.last == "gz" || parts.last == "zst" || parts.last == "zstd" { parts.removeLast() }
    guard parts.count > 1, let last = parts.last else { return false }
    let stem = last.reversed().drop(while: { $0.isASCII && $0.isNumber }).reversed()
    return ["pcap", "pcapng", "cap", "ntar"].contains(String(stem))
  }
}

// MARK: Order

extension CaptureSet {
  /// Puts each run of files whose names differ only in digits into the order of their first packets' times.
  private static func ordered(_ candidates: [Candidate]) -> [Candidate] {
    var result: [Candidate] = []
    var start = 0
    while start < candidates.count {
      let key = rotationKey(candidates[start].path)
      var end = start + 1
      while end < candidates.count, candidates[start].isRegular, candidates[end].isRegular,
        rotationKey(candidates[end].path) == key
      { end += 1 }
      let run = candidates[start..<end]
      result += run.count == 1 ? Array(run) : orderedByTime(run)
      start = end
    }
    return result
  }

  private static func orderedByTime(_ run: ArraySlice<Candidate>) -> [Candidate] {
    let timed = run.map { (candidate: $0, time: firstPacketTime($0.path)) }
    return timed.sorted { left, right in
      switch (left.time, right.time) {
      case (let leftTime?, let rightTime?) where leftTime != rightTime: leftTime < rightTime
      // What holds no packet, or cannot be read, stands at the end.
      case (.some, .none): true
      case (.none, .some): false
      default: precedes(left.candidate.path, right.candidate.path)
      }
    }.map(\.candidate)
  }

  private static func firstPacketTime(_ path: String) -> Timestamp? {
    do throws(CaptureError) {
      var reader = try CaptureReader(path: path)
      return try reader.next()?.time
    } catch {
      return nil
    }
  }

  /// A path with its digits taken out.
  private static func rotationKey(_ path: String) -> [UInt8] {
    path.utf8.filter { !($0 >= 0x30 && $0 <= 0x39) }
  }

  /// The order of names in which runs of digits count as numbers: `mail.pcap2` before `mail.pcap10`.
  static func precedes(_ left: String, _ right: String) -> Bool {
    let (left, right) = (Array(left.utf8), Array(right.utf8))
    var (i, j) = (0, 0)
    while i < left.count, j < right.count {
      let (leftDigits, rightDigits) = (digits(left, from: i), digits(right, from: j))
      if leftDigits.isEmpty || rightDigits.isEmpty {
        if left[i] != right[j] { return left[i] < right[j] }
        (i, j) = (i + 1, j + 1)
        continue
      }
      let (leftNumber, rightNumber) = (leftDigits.drop { $0 == 0x30 }, rightDigits.drop { $0 == 0x30 })
      if leftNumber.count != rightNumber.count { return leftNumber.count < rightNumber.count }
      if leftNumber != rightNumber { return leftNumber.lexicographicallyPrecedes(rightNumber) }
      (i, j) = (leftDigits.endIndex, rightDigits.endIndex)
    }
    if left.count - i != right.count - j { return left.count - i < right.count - j }
    return left.lexicographicallyPrecedes(right)
  }

  private static func digits(_ name: [UInt8], from start: Int) -> ArraySlice<UInt8> {
    var end = start
    while end < name.count, name[end] >= 0x30, name[end] <= 0x39 { end += 1 }
    return name[start..<end]
  }
}
