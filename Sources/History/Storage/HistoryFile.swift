import Foundation
import GRDB
import PlainWords
import Reports

/// The file of a history: where it lies, whose it is, and what an error about it means for whoever meets it.
package enum HistoryFile {
  /// Makes the file and its folder where they are not there, for their owner alone.
  ///
  /// - Returns: What was done to a file that was not for its owner alone, a sentence each.
  static func prepare(_ path: String) throws(HistoryError) -> [String] {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw HistoryError(.missing, "an empty name names no database") }
    let folder = folder(of: path)
    if unsafe access(folder, F_OK) != 0 {
      do {
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      } catch {
        throw failure(path, "the folder \(shown(folder)) cannot be made", errno)
      }
    }
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure(path, "cannot be written", errno) }
    var facts = stat()
    // Unsafe: one structure, filled by the call.
    let isFile = unsafe fstat(descriptor, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
    let isEmpty = facts.st_size == 0
    _ = Foundation.close(descriptor)
    guard isFile else { throw HistoryError(.foreign, "\(shown(path)): is no file; --database takes another") }
    // SQLite writes its log beside it, so the folder must be writable, too. A file that cannot be used leaves nothing behind.
    guard unsafe access(folder, W_OK) == 0 else {
      let code = errno
      if isEmpty { _ = unsafe unlink(path) }
      throw failure(path, "its folder cannot be written", code)
    }
    return try closed(path, mustBe: true)
  }

  /// Takes the rights of others away from a database and what SQLite keeps beside it: they say who exchanged mail with whom.
  ///
  /// - Parameter mustBe: Whether it is refused where that is not possible.
  private static func closed(_ path: String, mustBe: Bool) throws(HistoryError) -> [String] {
    var notices: [String] = []
    for part in [path, path + "-wal", path + "-shm"] {
      var facts = stat()
      // Unsafe: one structure, filled by the call. A link beside the database is none of SQLite's.
      let isThere = unsafe (part == path ? stat(part, &facts) : lstat(part, &facts)) == 0
      let rights = facts.st_mode & 0o777
      guard isThere, facts.st_mode & S_IFMT == S_IFREG, rights & 0o077 != 0 else { continue }
      let digits = "0" + String(rights, radix: 8)
      guard unsafe chmod(part, rights & 0o600) == 0 else {
        let code = errno
        guard mustBe else { continue }
        throw HistoryError(
          .readOnly,
          "\(shown(part)): expected a file for its owner alone (0600); found \(digits), and that cannot be mended: \(SystemText.message(code)). Run it as its owner, or as root: chmod 600 \(shown(part))"
        )
      }
      notices.append(
        "\(shown(part)): other users could read or write it (\(digits)); it is for its owner alone now (0600)")
    }
    return notices
  }

  /// - Returns: As ``prepare(_:)``; a file of another user is read as it is.
  static func mustBeThere(_ path: String) throws(HistoryError) -> [String] {
    guard unsafe access(path, F_OK) == 0 else {
      throw HistoryError(
        .missing,
        "\(shown(path)): there is no history yet: smtptrace history add makes one; --database takes another file")
    }
    guard unsafe access(path, R_OK) == 0 else { throw failure(path, "cannot be read", errno) }
    return try closed(path, mustBe: false)
  }

  private static func folder(of path: String) -> String {
    let folder = (path as NSString).deletingLastPathComponent
    return folder.isEmpty ? "." : folder
  }

  static func shown(_ path: String) -> String { CleanText.line(path) }

  private static func failure(_ path: String, _ what: String, _ code: Int32) -> HistoryError {
    let isRefused = [EACCES, EPERM, EROFS].contains(code)
    let advice = isRefused ? "; run it as the user whose history this is, or --database takes another file" : ""
    return HistoryError(
      code == ENOSPC || code == EDQUOT ? .full : isRefused ? .readOnly : .system,
      "\(shown(path)): \(what): \(SystemText.message(code))\(advice)")
  }

  /// Does something with the database and, where SQLite refuses, says what that means.
  static func explaining<Value>(_ path: String, _ body: () throws -> Value) throws(HistoryError) -> Value {
    do {
      return try body()
    } catch let error as HistoryError {
      throw HistoryError(error.kind, "\(shown(path)): \(error.description)")
    } catch let error as DatabaseError {
      throw explanation(of: error, path)
    } catch {
      throw HistoryError(.system, "\(shown(path)): \(CleanText.line(String(describing: error)))")
    }
  }

  /// What to say of a database whose pages contradict each other.
  package static func damage(_ path: String, _ what: String) -> HistoryError {
    HistoryError(
      .damaged,
      "\(shown(path)): \(what). Keep a copy; what can still be read is saved by: sqlite3 history.db .recover | sqlite3 new.db"
    )
  }

  private static func explanation(of error: DatabaseError, _ path: String) -> HistoryError {
    let name = shown(path)
    let words = CleanText.line(error.message ?? error.resultCode.description)
    switch error.resultCode {
    case .SQLITE_NOTADB:
      return HistoryError(
        .foreign,
        "\(name): expected an SQLite database; found something else, which is left as it is. --database takes another file"
      )
    case .SQLITE_CORRUPT:
      return damage(path, "the database is damaged (\(words)); smtptrace history check tells where")
    case .SQLITE_FULL:
      return HistoryError(
        .full,
        "\(name): there is no room left for it. What was there is kept, and what did not fit was not added: make room, and add the same again; it is not counted twice"
      )
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      return HistoryError(
        .busy,
        "\(name): another process has been writing for \(Int(HistoryStore.patienceSeconds)) seconds; try again when it has ended"
      )
    case .SQLITE_READONLY, .SQLITE_PERM:
      return HistoryError(
        .readOnly, "\(name): cannot be written (\(words)): the file, its folder or its file system is for reading only")
    case .SQLITE_CANTOPEN:
      return HistoryError(
        .readOnly,
        "\(name): cannot be opened (\(words)). SQLite writes a log beside a database even to read it: copy the file into a folder of your own, or --database takes another"
      )
    case .SQLITE_IOERR:
      return HistoryError(
        .full,
        "\(name): the system failed to read or write (\(words)), as it does where the disk is full or fails. What was there before is kept: make room, and add the same again"
      )
    default:
      return HistoryError(.system, "\(name): SQLite refused: \(words)")
    }
  }
}
