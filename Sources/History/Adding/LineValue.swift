import Reports

/// Why a line of JSON is not what was expected, without the line's own words.
enum LineFault: Error, Equatable {
  /// It is no object of JSON, or not a whole one.
  case noJSON
  /// What `--format json` writes: all sessions in one, where no line has a type.
  case document
  case missing(String)
  case otherKind(String)

  /// For a person.
  var description: String {
    switch self {
    case .noJSON: "found no whole JSON"
    case .document: "found the document of --format json: make it with --format ndjson"
    case .missing(let path): "found no \"\(path)\""
    case .otherKind(let path): "found another kind of value at \"\(path)\""
    }
  }
}

/// A value of a line with the place where it stands, by the reader that reads results everywhere. Members that nobody asks for are passed over.
struct LineValue {
  private let value: JSONValue
  private let path: String

  private init(_ value: JSONValue, _ path: String) {
    self.value = value
    self.path = path
  }

  /// The object that a line is.
  init(line: [UInt8]) throws(LineFault) {
    var reader = JSONReader(line)
    guard let value = try? reader.value(), case .object = value else { throw .noJSON }
    self.init(value, "")
  }

  // MARK: Members

  /// `nil` where it is not there, or null.
  private func find(_ key: String) throws(LineFault) -> LineValue? {
    guard case .object = value else { throw .otherKind(path) }
    let found = value[key]
    return found.isNull ? nil : LineValue(found, path.isEmpty ? key : "\(path).\(key)")
  }

  func has(_ key: String) -> Bool { !value[key].isNull }

  func member(_ key: String) throws(LineFault) -> LineValue {
    guard let found = try find(key) else { throw .missing(path.isEmpty ? key : "\(path).\(key)") }
    return found
  }

  func memberIfThere<Made>(
    _ key: String, _ make: (LineValue) throws(LineFault) -> Made
  ) throws(LineFault) -> Made? {
    guard let found = try find(key) else { return nil }
    return try make(found)
  }

  func list<Made>(_ key: String, _ make: (LineValue) throws(LineFault) -> Made) throws(LineFault) -> [Made] {
    try member(key).elements(make)
  }

  func listIfThere<Made>(_ key: String, _ make: (LineValue) throws(LineFault) -> Made) throws(LineFault) -> [Made]? {
    try find(key)?.elements(make)
  }

  func texts(_ key: String) throws(LineFault) -> [String] {
    try list(key) { value throws(LineFault) in try value.text() }
  }

  func textsIfThere(_ key: String) throws(LineFault) -> [String]? {
    try listIfThere(key) { value throws(LineFault) in try value.text() }
  }

  func text(_ key: String) throws(LineFault) -> String { try member(key).text() }
  func textIfThere(_ key: String) throws(LineFault) -> String? { try find(key)?.text() }
  func integer(_ key: String) throws(LineFault) -> Int { try member(key).integer() }
  func integerIfThere(_ key: String) throws(LineFault) -> Int? { try find(key)?.integer() }
  func truth(_ key: String) throws(LineFault) -> Bool { try member(key).truth() }
  func truthIfThere(_ key: String) throws(LineFault) -> Bool? { try find(key)?.truth() }

  // MARK: The value itself

  private func text() throws(LineFault) -> String {
    guard let text = value.text else { throw .otherKind(path) }
    return text
  }

  private func integer() throws(LineFault) -> Int {
    guard let number = value.integer else { throw .otherKind(path) }
    return number
  }

  private func truth() throws(LineFault) -> Bool {
    guard let truth = value.isTrue else { throw .otherKind(path) }
    return truth
  }

  private func elements<Made>(_ make: (LineValue) throws(LineFault) -> Made) throws(LineFault) -> [Made] {
    guard let elements = value.elements else { throw .otherKind(path) }
    var made: [Made] = []
    made.reserveCapacity(elements.count)
    for (place, element) in elements.enumerated() { made.append(try make(LineValue(element, "\(path).\(place)"))) }
    return made
  }
}
