internal import CPcap

/// The filter expressions that a capture of mail begins with.
package enum MailFilter {
  /// What passes mail: the ports, later fragments of TCP datagrams, and the ICMP errors that explain why a connection was
  /// not made; the same inside one and two VLAN tags. Several expressions, the best first, because not every link type
  /// knows the word `vlan`.
  package static func candidates(ports: Set<UInt16>) -> [String] {
    let plain = ports.sorted().map { "tcp port \($0)" }.joined(separator: " or ")
    // A fragment after the first has no ports; of IPv6, no fragment shows them to a filter.
    let fragments = "(ip proto 6 and ip[6:2] & 0x1fff != 0) or ip6 proto 44"
    let errors =
      "(icmp and (icmp[0] = 3 or icmp[0] = 4 or icmp[0] = 11 or icmp[0] = 12)) or (ip6 proto 58 and ip6[40] < 128)"
    let mail = plain.isEmpty ? "\(fragments) or \(errors)" : "\(plain) or \(fragments) or \(errors)"
    return [
      // The word moves every offset after it, so the tagged forms come last and nest.
      "\(mail) or (vlan and (\(mail) or (vlan and (\(mail)))))",
      "\(mail) or ether proto 0x8100 or ether proto 0x88a8",
      mail,
    ]
  }

  /// What libpcap finds wrong with the grammar of an expression; `nil` where nothing is. Some words are known only on a real
  /// interface, so no objection here does not mean that the expression can be used there.
  package static func grammarProblem(in expression: String) -> String? {
    guard let problem = problem(in: expression), problem.contains("syntax error") else { return nil }
    return problem
  }

  /// What libpcap says against an expression for an interface of the Ethernet kind; `nil` where nothing.
  package static func problem(in expression: String) -> String? {
    // Unsafe: libpcap's own objects, made and freed here; its message is copied before the handle is closed.
    guard let handle = unsafe pcap_open_dead(DLT_EN10MB, 262_144) else { return "libpcap has no memory" }
    defer { unsafe pcap_close(handle) }
    var program = unsafe bpf_program()
    guard unsafe pcap_compile(handle, &program, expression, 1, PcapText.noNetmask) == 0 else {
      return unsafe PcapText.error(of: handle)
    }
    unsafe pcap_freecode(&program)
    return nil
  }

  /// Whether `expression` passes the bytes of an Ethernet frame; `nil` where it cannot be compiled.
  package static func passes(_ frame: [UInt8], expression: String) -> Bool? {
    // Unsafe: as above; the frame lends its storage for one call, within its length.
    guard let handle = unsafe pcap_open_dead(DLT_EN10MB, 262_144) else { return nil }
    defer { unsafe pcap_close(handle) }
    var program = unsafe bpf_program()
    guard unsafe pcap_compile(handle, &program, expression, 1, PcapText.noNetmask) == 0 else { return nil }
    defer { unsafe pcap_freecode(&program) }
    var header = pcap_pkthdr()
    header.caplen = UInt32(clamping: frame.count)
    header.len = header.caplen
    return unsafe frame.withUnsafeBufferPointer { bytes in
      unsafe pcap_offline_filter(&program, &header, bytes.baseAddress) != 0
    }
  }
}

enum PcapText {
  /// PCAP_NETMASK_UNKNOWN, which the importer does not take for a number.
  static let noNetmask: UInt32 = 0xFFFF_FFFF

  static func error(of handle: OpaquePointer) -> String {
    // Unsafe: the message lies in the handle and is copied at once.
    guard let text = unsafe pcap_geterr(handle) else { return "libpcap gives no reason" }
    return unsafe String(cString: text)
  }

  static func status(_ code: Int32) -> String {
    // Unsafe: a text that libpcap holds for good; copied at once.
    guard let text = unsafe pcap_statustostr(code) else { return "libpcap's error \(code)" }
    return unsafe String(cString: text)
  }

  /// A buffer for libpcap's messages, and what it then holds.
  static func emptyBuffer() -> [CChar] { [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE)) }

  static func text(_ buffer: [CChar]) -> String {
    String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
