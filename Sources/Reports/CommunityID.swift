import Crypto
package import PacketLayers

/// The Community ID of a connection, version 1, seed 0: the same value that other network tools compute for it, so that their
/// records can be joined with these.
package enum CommunityID {
  package static func of(_ left: Endpoint, _ right: Endpoint) -> String {
    let (first, second) = left < right ? (left, right) : (right, left)
    var input: [UInt8] = []
    input.reserveCapacity(40)
    input += [0, 0]
    append(first.address, to: &input)
    append(second.address, to: &input)
    input.append(6)
    input.append(0)
    for port in [first.port, second.port] {
      input.append(UInt8(port >> 8))
      input.append(UInt8(port & 0xFF))
    }
    return "1:" + base64(Array(Insecure.SHA1.hash(data: input)))
  }

  private static func append(_ address: IPAddress, to bytes: inout [UInt8]) {
    if address.isIPv6 {
      for shift in stride(from: 56, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: address.high >> shift))
      }
    }
    for shift in stride(from: address.isIPv6 ? 56 : 24, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: address.low >> shift))
    }
  }

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func base64(_ bytes: [UInt8]) -> String {
    var output: [UInt8] = []
    output.reserveCapacity((bytes.count + 2) / 3 * 4)
    var index = 0
    while index < bytes.count {
      let second = index + 1 < bytes.count ? bytes[index + 1] : 0
      let third = index + 2 < bytes.count ? bytes[index + 2] : 0
      output.append(alphabet[Int(bytes[index] >> 2)])
      output.append(alphabet[Int(bytes[index] & 3) << 4 | Int(second >> 4)])
      output.append(index + 1 < bytes.count ? alphabet[Int(second & 15) << 2 | Int(third >> 6)] : 0x3D)
      output.append(index + 2 < bytes.count ? alphabet[Int(third & 63)] : 0x3D)
      index += 3
    }
    return String(decoding: output, as: UTF8.self)
  }
}
