import ByteParsing
import PlainWords
import SwiftASN1

/// The extensions of a certificate that a diagnosis asks for (RFC 5280 section 4.2).
enum ExtensionReader {
  /// The most problems that are noted of one certificate.
  private static let maximumProblems = 8

  static func read(_ list: ASN1Node, into result: inout ReadCertificate) {
    for entry in list.children ?? [] {
      guard let parts = entry.children, parts.count >= 2, let identifier = parts[0].objectIdentifier,
        let holder = parts.last, holder.identifier == .octetString, let bytes = holder.value
      else {
        note("an extension has no identifier or no value", &result)
        continue
      }
      let isCritical = parts.count == 3 && parts[1].identifier == .boolean && parts[1].value?.first != 0
      guard let name = names[identifier] else {
        if isCritical, result.facts.unknownCriticalExtensions.count < maximumProblems {
          result.facts.unknownCriticalExtensions.append(identifier)
        }
        continue
      }
      guard let node = try? DER.parse(bytes), read(identifier, node, into: &result) else {
        note("\(name) cannot be read", &result)
        continue
      }
    }
  }

  /// The extensions that are read, and those that a verifier understands without needing them here.
  private static let names: [String: String] = [
    "2.5.29.14": "subjectKeyIdentifier", "2.5.29.15": "keyUsage", "2.5.29.17": "subjectAltName",
    "2.5.29.19": "basicConstraints", "2.5.29.30": "nameConstraints", "2.5.29.31": "cRLDistributionPoints",
    "2.5.29.32": "certificatePolicies", "2.5.29.35": "authorityKeyIdentifier", "2.5.29.37": "extKeyUsage",
    "1.3.6.1.5.5.7.1.1": "authorityInfoAccess",
  ]

  private static func note(_ problem: String, _ result: inout ReadCertificate) {
    if result.facts.problems.count < maximumProblems { result.facts.problems.append(problem) }
  }

  private static func read(_ identifier: String, _ node: ASN1Node, into result: inout ReadCertificate) -> Bool {
    switch identifier {
    case "2.5.29.14":
      result.subjectKeyIdentifier = node.value
      return node.value != nil
    case "2.5.29.35":
      guard let parts = node.children else { return false }
      result.authorityKeyIdentifier = parts.first { $0.isTagged(0) }?.value
      return true
    case "2.5.29.15": return keyUsage(node, &result.facts)
    case "2.5.29.17": return altNames(node, &result.facts)
    case "2.5.29.19": return basicConstraints(node, &result.facts)
    case "2.5.29.37": return extendedKeyUsage(node, &result.facts)
    case "1.3.6.1.5.5.7.1.1": return informationAccess(node, &result.facts)
    default: return true
    }
  }

  private static func keyUsage(_ node: ASN1Node, _ facts: inout CertificateFacts) -> Bool {
    guard node.identifier == .bitString, let bytes = node.value, bytes.count >= 1 else { return false }
    let bits = bytes.dropFirst().prefix(2)
    facts.keyUsage = usageNames.indices.compactMap { index in
      let place = bits.startIndex + index / 8
      guard place < bits.endIndex, bits[place] & (0x80 >> UInt8(index % 8)) != 0 else { return nil }
      return usageNames[index]
    }
    return true
  }

  private static let usageNames = [
    "digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement", "keyCertSign",
    "cRLSign", "encipherOnly", "decipherOnly",
  ]

  private static func extendedKeyUsage(_ node: ASN1Node, _ facts: inout CertificateFacts) -> Bool {
    guard let purposes = node.children else { return false }
    facts.extendedKeyUsage = purposes.prefix(CertificateFacts.maximumListed).compactMap { purpose in
      purpose.objectIdentifier.map { purposeNames[$0] ?? $0 }
    }
    return true
  }

  private static let purposeNames: [String: String] = [
    "2.5.29.37.0": "anyExtendedKeyUsage", "1.3.6.1.5.5.7.3.1": "serverAuth", "1.3.6.1.5.5.7.3.2": "clientAuth",
    "1.3.6.1.5.5.7.3.3": "codeSigning", "1.3.6.1.5.5.7.3.4": "emailProtection", "1.3.6.1.5.5.7.3.8": "timeStamping",
    "1.3.6.1.5.5.7.3.9": "OCSPSigning", "1.3.6.1.4.1.311.10.3.3": "msSGC", "2.16.840.1.113730.4.1": "nsSGC",
  ]

  private static func basicConstraints(_ node: ASN1Node, _ facts: inout CertificateFacts) -> Bool {
    guard let parts = node.children else { return false }
    facts.isCA = parts.first { $0.identifier == .boolean }?.value?.first.map { $0 != 0 } ?? false
    facts.pathLength = parts.first { $0.identifier == .integer }?.smallInteger
    return true
  }

  private static func altNames(_ node: ASN1Node, _ facts: inout CertificateFacts) -> Bool {
    guard let entries = node.children else { return false }
    for entry in entries {
      guard facts.subjectAltNames.count < CertificateFacts.maximumAltNames, let name = altName(entry) else {
        facts.unlistedAltNames += 1
        continue
      }
      facts.subjectAltNames.append(name)
    }
    return true
  }

  /// The longest alternative name that is written out, in bytes.
  private static let maximumNameBytes = 512

  private static func altName(_ node: ASN1Node) -> CertificateFacts.AltName? {
    guard node.identifier.tagClass == .contextSpecific, let value = node.value else { return nil }
    func named(_ kind: CertificateFacts.AltName.Kind) -> CertificateFacts.AltName {
      CertificateFacts.AltName(kind: kind, text: PrintableText.string(Array(value), limit: maximumNameBytes))
    }
    switch node.identifier.tagNumber {
    case 1: return named(.email)
    case 2: return named(.dns)
    case 6: return named(.uri)
    case 7: return address(value).map { CertificateFacts.AltName(kind: .ip, text: $0) }
    default: return nil
    }
  }

  /// An iPAddress: four bytes, or sixteen in groups of two.
  private static func address(_ bytes: ArraySlice<UInt8>) -> String? {
    switch bytes.count {
    case 4: return bytes.map(String.init).joined(separator: ".")
    case 16: return AddressText.ipv6(octets: Array(bytes))
    default: return nil
    }
  }

  private static func informationAccess(_ node: ASN1Node, _ facts: inout CertificateFacts) -> Bool {
    guard let entries = node.children else { return false }
    for entry in entries.prefix(CertificateFacts.maximumListed) {
      guard let parts = entry.children, parts.count == 2, parts[1].isTagged(6), let bytes = parts[1].value else {
        continue
      }
      let location = PrintableText.string(Array(bytes), limit: maximumNameBytes)
      switch parts[0].objectIdentifier {
      case "1.3.6.1.5.5.7.48.1": facts.ocsp.append(location)
      case "1.3.6.1.5.5.7.48.2": facts.caIssuers.append(location)
      default: continue
      }
    }
    return true
  }
}
