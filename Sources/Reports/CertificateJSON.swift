import Certificates
import SMTPSession

/// The certificates of a session in the JSON contract, and what the server's own were found to be.
enum CertificateJSON {
  static func write(_ tls: TLSFacts, to json: inout JSONBuffer) {
    json.key("certificates")
    list(tls.certificates, &json)
    json.key("clientCertificates")
    list(tls.clientCertificates, &json)
    json.key("verification")
    if let examination = tls.examination { write(examination, &json) } else { json.null() }
  }

  private static func list(_ certificates: [CertificateFacts], _ json: inout JSONBuffer) {
    json.beginArray()
    for facts in certificates { write(facts, &json) }
    json.endArray()
  }

  private static func write(_ facts: CertificateFacts, _ json: inout JSONBuffer) {
    let isReadable = facts.unreadable == nil
    json.beginObject()
    json.field("subject", isReadable ? facts.subject : nil)
    json.field("issuer", isReadable ? facts.issuer : nil)
    json.strings("subjectAltNames", facts.subjectAltNames.map(\.text))
    json.field("notBefore", isReadable ? facts.notBefore.description : nil)
    json.field("notAfter", isReadable ? facts.notAfter.description : nil)
    json.field("key", isReadable ? facts.key : nil)
    json.field("signature", isReadable ? facts.signature : nil)
    // Empty where redaction took them away.
    json.field("sha256", facts.sha256.isEmpty ? nil : facts.sha256)
    json.field("spkiSHA256", facts.spkiSHA256.isEmpty ? nil : facts.spkiSHA256)
    json.field("serial", facts.serial.isEmpty ? nil : facts.serial)
    optionalStrings("keyUsage", facts.keyUsage, &json)
    optionalStrings("extendedKeyUsage", facts.extendedKeyUsage, &json)
    json.key("ca")
    if let isCA = facts.isCA { json.boolean(isCA) } else { json.null() }
    json.strings("caIssuers", facts.caIssuers)
    json.strings("ocsp", facts.ocsp)
    json.field("unreadable", facts.unreadable)
    json.endObject()
  }

  private static func write(_ examination: CertificateExamination, _ json: inout JSONBuffer) {
    let outcome: (word: String, detail: String?) =
      switch examination.verification {
      case .verified(let root): ("verified", root)
      case .outOfDate(let root): ("outOfDate", root)
      case .noTrustedIssuer(let issuer): ("noTrustedIssuer", issuer)
      case .refused(let reason): ("refused", reason)
      case .notPossible(let reason): ("notPossible", reason)
      case .rootsUnavailable(let reason): ("rootsUnavailable", reason)
      }
    json.beginObject()
    json.field("outcome", outcome.word)
    json.field("detail", outcome.detail)
    json.field("ordered", examination.isOrdered)
    json.key("names")
    json.beginArray()
    for comparison in examination.names {
      json.beginObject()
      json.field("name", comparison.name)
      json.field("source", comparison.source.rawValue)
      json.field("fits", comparison.fits)
      json.endObject()
    }
    json.endArray()
    json.endObject()
  }

  private static func optionalStrings(_ key: StaticString, _ values: [String]?, _ json: inout JSONBuffer) {
    guard let values else {
      json.key(key)
      json.null()
      return
    }
    json.strings(key, values)
  }
}
