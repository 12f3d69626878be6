internal import ByteParsing

extension ClientHello {
  /// What is known of a hello: its bytes, and where in them what was read lies. ``ClientHello`` says what each means.
  ///
  /// Of a million hellos most are asked for a name and a version: the lists are read when somebody looks through them.
  @usableFromInline
  struct Fields: Sendable, Hashable {
    /// The body of the message. Behind one in the format of SSL 2.0, where each takes three, stand its suites in two bytes each.
    var bytes: [UInt8]
    @usableFromInline var legacyVersion: TLSVersion
    var random = Place.absent
    var sessionID = Place.absent
    var cipherSuites = Place.absent
    var compressionMethods = Place.absent
    /// As far as they are whole, and how many they are.
    var extensions = Place.absent
    var extensionCount = 0
    var serverNames = Place.absent
    var supportedVersions = Place.absent
    /// GREASE is none of them.
    @usableFromInline var highestOfferedVersion: TLSVersion
    var supportedGroups = Place.absent
    /// As many of them as are kept, and how many these are.
    var keyShares = Place.absent
    var keyShareCount = 0
    var signatureAlgorithms = Place.absent
    var signatureAlgorithmsCert = Place.absent
    var ecPointFormats = Place.absent
    var protocolNames = Place.absent
    @usableFromInline var sessionTicketLength: Int?
    @usableFromInline var pskIdentityCount: Int?
    var pskModes = Place.absent
    @usableFromInline var offersEarlyData: Bool = false
    @usableFromInline var offersEncryptThenMAC: Bool = false
    @usableFromInline var offersExtendedMasterSecret: Bool = false
    @usableFromInline var hasRenegotiationInfo: Bool = false
    @usableFromInline var requestsStatus: Bool = false
    @usableFromInline var requestsCertificateTimestamps: Bool = false
    @usableFromInline var offersPostHandshakeAuthentication: Bool = false
    @usableFromInline var recordSizeLimit: UInt16?
    @usableFromInline var maximumFragmentLength: UInt8?
    var certificateCompression = Place.absent
    @usableFromInline var offersEncryptedClientHello: Bool = false
    @usableFromInline var cookieLength: Int?
    @usableFromInline var certificateAuthoritiesCount: Int?
    @usableFromInline var duplicateExtensions: [ExtensionType] = []
    @usableFromInline var isSSL2Format: Bool = false
    @usableFromInline var ssl2CipherSpecs: [UInt32] = []
    @usableFromInline var problem: MessageProblem?

    init(_ bytes: [UInt8], legacyVersion: TLSVersion) {
      self.bytes = bytes
      self.legacyVersion = legacyVersion
      highestOfferedVersion = legacyVersion
    }
  }

  /// Where something lies in the message. A message that is read is shorter than 2^24 bytes.
  struct Place: Sendable, Hashable {
    private let start: UInt32
    private let end: UInt32

    /// Of what is not there.
    static let absent = Place(start: 1, end: 0)

    private init(start: UInt32, end: UInt32) {
      self.start = start
      self.end = end
    }

    init(_ range: Range<Int>) {
      self.init(start: UInt32(clamping: range.lowerBound), end: UInt32(clamping: range.upperBound))
    }

    /// `nil` of what is not there.
    var range: Range<Int>? { start <= end ? Int(start)..<Int(end) : nil }
  }
}

// MARK: - What lies in the message

extension ClientHello.Fields {
  func withRandom<Result>(_ read: (Span<UInt8>) -> Result) -> Result {
    read(bytes.span.extracting(random.range ?? 0..<0))
  }

  func bytes(at place: ClientHello.Place) -> [UInt8]? {
    guard let range = place.range else { return nil }
    return bytes.span.extracting(range).copied()
  }

  func numbers<Number>(at place: ClientHello.Place) -> ListedNumbers<Number>? {
    place.range.map { ListedNumbers(bytes, $0) }
  }

  /// The names of a list, as many as are kept.
  /// - Parameter next: The place of the next name; `nil` of an entry that is none.
  func names(
    at place: ClientHello.Place, _ next: (Span<UInt8>, inout FieldReader) throws(MessageProblem) -> Range<Int>?
  ) -> [String] {
    guard let place = place.range else { return [] }
    var list = FieldReader(place)
    var names: [String] = []
    do throws(MessageProblem) {
      while !list.isAtEnd, names.count < ClientHello.maximumListedNames {
        guard let name = try next(bytes.span, &list) else { continue }
        names.append(PrintableText.string(bytes.span.extracting(name)))
      }
    } catch {
      // Only lists that are whole are kept.
    }
    return names
  }

  var firstServerName: String? {
    guard let place = serverNames.range else { return nil }
    var list = FieldReader(place)
    do throws(MessageProblem) {
      while !list.isAtEnd {
        guard let name = try HelloFields.serverName(bytes.span, &list) else { continue }
        return PrintableText.string(bytes.span.extracting(name))
      }
    } catch {
      // Only lists that are whole are kept.
    }
    return nil
  }

  var firstProtocolName: [UInt8] {
    guard let place = protocolNames.range else { return [] }
    var list = FieldReader(place)
    guard let name = try? list.vector8(bytes.span, "protocol_name") else { return [] }
    return bytes.span.extracting(name).copied()
  }
}
