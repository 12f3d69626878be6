// A program that imports the library needs the values that it hands out.
@_exported public import CaptureFiles
@_exported public import Certificates
@_exported public import Diagnosis
@_exported public import PacketLayers
@_exported public import Reports
@_exported public import SMTPSession
@_exported public import SMTPTranscript
