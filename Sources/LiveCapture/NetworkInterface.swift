internal import CPcap

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// An interface that packets can be captured on.
package struct NetworkInterface: Sendable, Equatable {
  package enum State: String, Sendable {
    case missing, down
    /// Switched on, but without a carrier.
    case idle
    case up
  }

  package var name: String
  /// libpcap's words for it; `nil` where it has none.
  package var description: String?
  package var state: State
  package var isLoopback: Bool
  package var isWireless: Bool
  /// IP addresses as text.
  package var addresses: [String]

  /// Interfaces that are listed; more are left out.
  package static let maximumInterfaces = 10_000

  /// The interfaces that can carry mail, in libpcap's order: the likeliest first.
  package static func all() throws(LiveCaptureError) -> [NetworkInterface] {
    var message = PcapText.emptyBuffer()
    var first: UnsafeMutablePointer<pcap_if_t>?
    // Unsafe: libpcap's list is walked and copied before it is freed; nothing of it leaves this function.
    guard unsafe pcap_findalldevs(&first, &message) == 0 else {
      throw LiveCaptureError(.other, "the interfaces", PcapText.text(message))
    }
    defer { unsafe pcap_freealldevs(first) }
    var found: [NetworkInterface] = []
    var next = unsafe first
    while let entry = unsafe next, found.count < maximumInterfaces {
      unsafe next = entry.pointee.next
      guard let rawName = unsafe entry.pointee.name else { continue }
      let name = unsafe String(cString: rawName)
      guard carriesIP(name) else { continue }
      let flags = Int64(unsafe entry.pointee.flags)
      found.append(
        NetworkInterface(
          name: name, description: unsafe entry.pointee.description.map { unsafe String(cString: $0) },
          state: flags & Int64(PCAP_IF_UP) == 0 ? .down : flags & Int64(PCAP_IF_RUNNING) == 0 ? .idle : .up,
          isLoopback: flags & Int64(PCAP_IF_LOOPBACK) != 0, isWireless: flags & Int64(PCAP_IF_WIRELESS) != 0,
          addresses: unsafe addresses(entry.pointee.addresses)))
    }
    return found
  }

  /// What an interface is doing now; for `any`, which never goes away, `up`.
  package static func state(of name: String) -> State {
    if name == "any" { return .up }
    var first: UnsafeMutablePointer<ifaddrs>?
    // Unsafe: as above, the system's list, freed here.
    guard unsafe getifaddrs(&first) == 0 else { return .up }
    defer { unsafe freeifaddrs(first) }
    var next = unsafe first
    while let entry = unsafe next {
      unsafe next = entry.pointee.ifa_next
      guard let rawName = unsafe entry.pointee.ifa_name, unsafe strcmp(rawName, name) == 0 else { continue }
      let flags = unsafe entry.pointee.ifa_flags
      if flags & 0x1 == 0 { return .down }  // IFF_UP
      return flags & 0x40 == 0 ? .idle : .up  // IFF_RUNNING
    }
    return .missing
  }

  /// libpcap also lists what is no network: Bluetooth, USB, message buses, and queues of the packet filter.
  private static func carriesIP(_ name: String) -> Bool {
    !["bluetooth", "dbus-", "usbmon", "nfqueue"].contains { name.hasPrefix($0) }
  }

  private static func addresses(_ list: UnsafeMutablePointer<pcap_addr>?) -> [String] {
    var texts: [String] = []
    var next = unsafe list
    while let entry = unsafe next, texts.count < 64 {
      unsafe next = entry.pointee.next
      guard let address = unsafe entry.pointee.addr else { continue }
      let length: socklen_t
      switch Int32(unsafe address.pointee.sa_family) {
      case AF_INET: length = socklen_t(MemoryLayout<sockaddr_in>.size)
      case AF_INET6: length = socklen_t(MemoryLayout<sockaddr_in6>.size)
      default: continue
      }
      var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
      // Unsafe: the family says how long the address is. NI_NUMERICHOST: no name is looked up.
      guard unsafe getnameinfo(address, length, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0 else {
        continue
      }
      texts.append(PcapText.text(text))
    }
    return texts
  }
}
