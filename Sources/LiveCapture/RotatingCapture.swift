package import CaptureFiles

/// A capture that is written while it grows, in one file or in a row of them.
///
/// What ``flush()`` has handed over is whole blocks: whoever kills the program finds files that are readable to there.
package struct RotatingCapture: ~Copyable {
  package struct Options: Sendable {
    package var path: String
    /// Bytes after which a new file is begun; `nil` for never.
    package var rotateBytes: UInt64?
    /// Seconds of the packets' clock after which a new file is begun; `nil` for never.
    package var rotateSeconds: Double?
    /// Files of this run that are kept, the latest; older ones are removed. `nil` keeps all. Files that this run did not write
    /// are never touched.
    package var keep: Int?

    package init(path: String) {
      self.path = path
    }

    package var rotates: Bool { rotateBytes != nil || rotateSeconds != nil }
  }

  /// An interface as it is described in every file.
  package struct Interface: Sendable {
    package var name: String
    package var linkType: LinkType
    package var snapshotLength: Int
    package var filter: String?

    package init(name: String, linkType: LinkType, snapshotLength: Int, filter: String?) {
      self.name = name
      self.linkType = linkType
      self.snapshotLength = snapshotLength
      self.filter = filter
    }
  }

  /// Files written so far, the present one among them.
  package private(set) var files = 1

  private let options: Options
  private var interface: Interface
  private var interfaceNumber: UInt32
  private var writer: PcapngWriter
  private var descriptor: Int32
  private var path: String
  private var kept: [String] = []
  private var bytesWritten: UInt64 = 0
  private var begun: Timestamp

  package init(_ options: Options, interface: Interface, now: Timestamp, owner: Privileges.User?) throws(CaptureError) {
    // All that can fail comes first: a value that has begun to exist owns the descriptor.
    let path = Self.name(options, now, number: 1)
    let descriptor = try NewFile.create(path)
    if let owner { NewFile.give(descriptor, to: owner) }
    var writer = PcapngWriter(descriptor: descriptor, path: path, application: "smtptrace")
    let number: UInt32
    do throws(CaptureError) {
      number = try Self.describe(interface, &writer)
      try writer.flush()
    } catch {
      NewFile.close(descriptor)
      NewFile.remove(path)
      throw error
    }
    self.options = options
    self.interface = interface
    self.path = path
    self.descriptor = descriptor
    self.writer = writer
    interfaceNumber = number
    begun = now
    kept = [path]
  }

  deinit {
    NewFile.close(descriptor)
  }

  /// Writes a packet; its place in the row of files, by which reports can cite it.
  package mutating func write(_ header: PacketHeader, _ bytes: Span<UInt8>) throws(CaptureError) -> PacketID {
    if isFull(at: header.time), writer.packetCount > 0 { try rotate(at: header.time) }
    try writer.write(bytes, time: header.time, originalLength: header.originalLength, interface: interfaceNumber)
    // The block: its 32 bytes, and the packet filled up to words.
    bytesWritten &+= UInt64(32 + (bytes.count + 3) / 4 * 4)
    return PacketID(file: Int32(clamping: files - 1), number: writer.packetCount)
  }

  /// The interface was opened anew, and may be of another kind now.
  package mutating func reopened(_ interface: Interface) throws(CaptureError) {
    self.interface = interface
    interfaceNumber = try Self.describe(interface, &writer)
  }

  /// Closes and removes what was begun, because the run did not come to pass.
  package consuming func discard() {
    NewFile.remove(path)
  }

  package mutating func flush() throws(CaptureError) {
    try writer.flush()
  }

  private func isFull(at time: Timestamp) -> Bool {
    if let limit = options.rotateBytes, bytesWritten >= limit { return true }
    if let limit = options.rotateSeconds, time.seconds(since: begun) >= limit { return true }
    return false
  }

  private mutating func rotate(at time: Timestamp) throws(CaptureError) {
    try writer.flush()
    let next = Self.name(options, time, number: files + 1)
    let opened = try NewFile.create(next)
    NewFile.close(descriptor)
    descriptor = opened
    path = next
    files += 1
    bytesWritten = 0
    begun = time
    writer = PcapngWriter(descriptor: opened, path: next, application: "smtptrace")
    interfaceNumber = try Self.describe(interface, &writer)
    guard let keep = options.keep else { return }
    kept.append(next)
    while kept.count > max(1, keep) { NewFile.remove(kept.removeFirst()) }
  }

  private static func describe(_ interface: Interface, _ writer: inout PcapngWriter) throws(CaptureError) -> UInt32 {
    try writer.addInterface(
      linkType: interface.linkType, snapshotLength: UInt32(clamping: interface.snapshotLength), name: interface.name,
      filter: interface.filter)
  }

  /// `mail.pcapng` becomes `mail-20061005T140307Z-00001.pcapng` in a row of files, and stays itself where there is one.
  private static func name(_ options: Options, _ time: Timestamp, number: Int) -> String {
    guard options.rotates else { return options.path }
    let folderEnd = options.path.lastIndex(of: "/").map { options.path.index(after: $0) } ?? options.path.startIndex
    let suffix = "-\(NewFile.stamp(time))-\(NewFile.padded(number, 5))"
    guard let dot = options.path[folderEnd...].lastIndex(of: "."), dot > folderEnd else {
      return options.path + suffix + ".pcapng"
    }
    return options.path[..<dot] + suffix + options.path[dot...]
  }
}
