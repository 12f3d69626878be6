package import CaptureFiles
package import PacketLayers
import PlainWords

/// Moments, addresses and ends, whose texts are made where they are to stand.
extension JSONBuffer {
  /// As ``UTCTime/rfc3339(_:)`` tells it.
  package mutating func field(_ name: StaticString, _ time: Timestamp) {
    let moment = CalendarTime(secondsSince1970: time.wholeSeconds)
    // Years of another length are none of a capture's that a clock was right for.
    guard (0...9999).contains(moment.year) else { return field(name, UTCTime.rfc3339(time)) }
    field(name, atMost: 29) { pen in
      pen.put(0x22)
      pen.putDigits(moment.year, 4)
      pen.put(0x2D)
      pen.putDigits(moment.month, 2)
      pen.put(0x2D)
      pen.putDigits(moment.day, 2)
      pen.put(0x54)
      pen.putDigits(moment.hour, 2)
      pen.put(0x3A)
      pen.putDigits(moment.minute, 2)
      pen.put(0x3A)
      pen.putDigits(moment.second, 2)
      pen.put(0x2E)
      pen.putDigits(time.nanosecondsOfSecond / 1000, 6)
      pen.put(0x5A)
      pen.put(0x22)
    }
  }

  package mutating func field(_ name: StaticString, _ address: IPAddress) {
    guard !address.isIPv6 else { return field(name, address.description) }
    field(name, atMost: 17) { pen in
      pen.put(0x22)
      for shift: UInt64 in [24, 16, 8, 0] {
        pen.putNumber(Int(address.low >> shift & 0xFF))
        pen.put(shift > 0 ? 0x2E : 0x22)
      }
    }
  }

  package mutating func field(_ name: StaticString, _ end: Endpoint) {
    key(name)
    beginObject()
    field("address", end.address)
    field("port", Int(end.port))
    endObject()
  }
}
