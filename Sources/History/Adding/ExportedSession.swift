package import Reports

/// A session as `history export` writes it and `history add` reads it again: one line, described by `HistorySchema.json`.
package struct ExportedSession {
  /// Raised only when a key changes its meaning or goes.
  package static let version = 1

  struct Certificate {
    var sha256: String
    var subject: String?
    var issuer: String?
    var notAfter: String?

    init(_ value: LineValue) throws(LineFault) {
      sha256 = try value.text("sha256")
      subject = try value.textIfThere("subject")
      issuer = try value.textIfThere("issuer")
      notAfter = try value.textIfThere("notAfter")
    }
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

  init(_ value: LineValue) throws(LineFault) {
    key = try value.text("key")
    start = try value.text("start")
    sensor = try value.textIfThere("sensor")
    client = try value.text("client")
    server = try value.text("server")
    port = try value.integer("port")
    name = try value.textIfThere("name")
    requestedName = try value.textIfThere("requestedName")
    starttlsOffered = try value.truthIfThere("starttlsOffered")
    handshake = try value.textIfThere("handshake")
    implicitTLS = try value.truth("implicitTLS")
    tlsVersion = try value.textIfThere("tlsVersion")
    cipherSuite = try value.textIfThere("cipherSuite")
    certificate = try value.memberIfThere("certificate", Certificate.init)
    outcome = try value.text("outcome")
    disposition = try value.text("disposition")
    taken = try value.truthIfThere("taken")
    finding = try value.textIfThere("finding")
    certainty = try value.textIfThere("certainty")
    codes = try value.texts("codes")
    capture = try value.textIfThere("capture")
    session = try value.integerIfThere("session")
    packet = try value.integerIfThere("packet")
    senders = try value.textsIfThere("senders")
    recipients = try value.textsIfThere("recipients")
  }

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
    json.strings("codes", record.codes)
    json.field("capture", record.capture)
    json.field("session", record.number)
    json.field("packet", record.packet)
    if !record.senders.isEmpty || !record.recipients.isEmpty {
      json.strings("senders", record.senders)
      json.strings("recipients", record.recipients)
    }
    json.endObject()
    json.newline()
  }
}
