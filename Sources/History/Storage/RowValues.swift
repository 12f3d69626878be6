import Foundation
import GRDB

/// Values of a row by their places, as they are and not as they ought to be: a damaged file may hold anything, and nothing in it may end the program.
extension Row {
  /// `nil` where there is none, or one that is no such number.
  func number<Number: FixedWidthInteger & DatabaseValueConvertible>(_ place: Int) -> Number? {
    Number.fromDatabaseValue(self[place])
  }

  /// A time that can be told and reckoned with.
  func time(_ place: Int) -> Int64? { (number(place) as Int64?).map(RecordedTime.clamped) }

  func text(_ place: Int) -> String? { String.fromDatabaseValue(self[place]) }

  func flag(_ place: Int) -> Bool? { (number(place) as Int?).map { $0 != 0 } }

  func bytes(_ place: Int) -> [UInt8] { Data.fromDatabaseValue(self[place]).map(Array.init) ?? [] }

  /// What a row must have.
  func needed<Value>(_ value: Value?) throws -> Value {
    guard let value else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a row lacks what every row of its table has")
    }
    return value
  }
}
