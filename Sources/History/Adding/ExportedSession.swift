package import Reports

/// A session as `history export` writes it and `history add` reads it again: one line, described by `HistorySchema.json`.
package struct ExportedSession: Decodable {
  /// Raised only when a key changes its meaning or goes.
  package static let version = 1

  struct Certificate: Decodable {
    var sha256: String
    var subject: String?
    var issuer: String?
    var notAfter: String?
  }

  var key: String
  var start: String
  var sensor: String?
  var client: String
  var server: String
  var port: Int
  var name: String?
  var requestedName: String?
  var starttlsOffered: Bool?
  var handshake: String?
  var implicitTLS: Bool
  var tlsVersion: String?
  var cipherSuite: String?
  var certificate: Certificate?
  var outcome: String
  var disposition: String
  var taken: Bool?
  var finding: String?
  var certainty: String?
  var codes: [String]
  var capture: String?
  var session: Int?
  var packet: Int?
  var senders: [String]?
  var recipients: [String]?

  /// Writes a record as one line.
  package static func write(_ record: SessionRecord, to json: inout JSONBuffer) {
    json.beginObject()
    json.field("type", "history")
    json.field("historyVersion", version)
    json.field("key", record.key)
    json.field("start", RecordedTime.rfc3339(record.start))
    json.field("sensor", record.sensor)
    json.field("client", record.client)
    json.field("server", record.server)
    json.field("port", record.port)
    json.field("name", record.name)
    json.field("requestedName", record.requestedName)
    json.key("starttlsOffered")
    if let isOffered = record.isOffered { json.boolean(isOffered) } else { json.null() }
    json.field("handshake", record.handshake?.rawValue)
    json.field("implicitTLS", record.isImplicit)
    json.field("tlsVersion", record.version)
    json.field("cipherSuite", record.suite)
    json.key("certificate")
    if let certificate = record.certificate {
      json.beginObject()
      json.field("sha256", certificate.sha256)
      json.field("subject", certificate.subject)
      json.field("issuer", certificate.issuer)
      json.field("notAfter", certificate.notAfter)
      json.endObject()
    } else {
      json.null()
    }
    json.field("outcome", record.outcome)
    json.field("disposition", record.disposition)
    json.key("taken")
    if let isTaken = record.isTaken { json.boolean(isTaken) } else { json.null() }
    json.field("finding", record.finding)
    json.field("certainty", record.certainty)
    strings("codes", record.codes, &json)
    json.field("capture", record.capture)
    json.field("session", record.number)
    json.field("packet", record.packet)
    if !record.senders.isEmpty || !record.recipients.isEmpty {
      strings("senders", record.senders, &json)
      strings("recipients", record.recipients, &json)
    }
    json.endObject()
    json.newline()
  }

  private static func strings(_ key: StaticString, _ values: [String], _ json: inout JSONBuffer) {
    json.key(key)
    json.beginArray()
    for value in values { json.string(value) }
    json.endArray()
  }
}
