internal import ByteParsing

/// Why a capture could not be read (or written) further: what was expected, what was found, and where.
///
/// Everything before the place named here was read and given out; nothing after it was.
public struct CaptureError: Error, Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    case notFound
    /// A folder where a file was expected.
    case isFolder
    case isFolderWithoutCaptures
    /// The system's own words for its refusal.
    case unreadable(String)
    /// The system's own words for its refusal.
    case unwritable(String)
    case empty
    /// Not pcap, not pcapng. `looksLike` names what it seems to be, `advice` the command that makes a capture of it;
    /// each is `nil` where nothing can be told.
    case notACapture(looksLike: String?, advice: String?)
    case damaged
    /// The file ends within a packet or a block: it was cut, or is still being written.
    case truncated
    case unsupported
    /// The program that would decompress the file is not installed.
    case missingProgram(String)
    /// The file expands to more than so many times its size.
    case expandsTooFar(times: Int)
    /// The program that decompresses the file failed.
    case programFailed(String)
  }

  public var kind: Kind
  /// The name as it was given; `-` is the standard input.
  public var file: String
  /// The byte, from 0, at which the record begins that could not be read. In a compressed file it counts the
  /// decompressed bytes. `nil` where no place can be named.
  public var offset: UInt64?
  /// The number that the unreadable packet would have had; `nil` where the trouble is not one packet's.
  public var packet: Int64?
  /// What was expected and what was found; empty where the kind tells all.
  public var detail: String

  package init(kind: Kind, file: String, offset: UInt64? = nil, packet: Int64? = nil, detail: String = "") {
    self.kind = kind
    self.file = file
    self.offset = offset
    self.packet = packet
    self.detail = detail
  }
}

extension CaptureError: CustomStringConvertible {
  /// One line, fit for a terminal.
  public var description: String {
    let shown = file == "-" ? "standard input" : PrintableText.string(file)
    var line = "\(shown): \(summary)"
    if !detail.isEmpty { line += ": \(detail)" }
    switch (offset, packet) {
    case (let offset?, let packet?): line += " (at byte \(offset), packet \(packet))"
    case (let offset?, nil): line += " (at byte \(offset))"
    case (nil, let packet?): line += " (at packet \(packet))"
    case (nil, nil): break
    }
    if case .notACapture(_, let advice?) = kind { line += ". \(advice)" }
    return line
  }

  private var summary: String {
    switch kind {
    case .notFound: "no such file or folder"
    case .isFolder: "is a folder, and a capture file was expected"
    case .isFolderWithoutCaptures: "the folder holds no capture file"
    case .unreadable(let reason): "cannot be read: \(reason)"
    case .unwritable(let reason): "cannot be written: \(reason)"
    case .empty: "is empty; a capture begins with a file header, even where it holds no packet"
    case .notACapture(let looksLike?, _): "is not a pcap or pcapng capture; it looks like \(looksLike)"
    case .notACapture(nil, _): "is not a pcap or pcapng capture"
    case .damaged: "is damaged"
    case .truncated: "ends in the middle of a record"
    case .unsupported: "is not supported"
    case .missingProgram(let program): "is compressed, and the program '\(program)' that reads it is not installed"
    case .expandsTooFar(let times):
      "expands to more than \(times) times its size; what comes behind was not read, and --max-expansion allows more"
    case .programFailed(let program): "could not be decompressed by '\(program)'"
    }
  }
}

/// The same before the reader has put the file's name and the packet's number to it.
struct ReadFailure: Error {
  var kind: CaptureError.Kind
  var offset: UInt64?
  var detail: String
  /// Whether the packet that comes next is what cannot be read.
  var concernsPacket: Bool

  init(_ kind: CaptureError.Kind, at offset: UInt64?, _ detail: String, concernsPacket: Bool = false) {
    self.kind = kind
    self.offset = offset
    self.detail = detail
    self.concernsPacket = concernsPacket
  }
}
