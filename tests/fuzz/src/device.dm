# The device of the fuzz targets `path` and `map`.
model Device:2
Device.
  RootDataModelVersion string = 2.19
  TableNumberOfEntries unsignedInt
Device.ManagementServer.
  URL string(:2048) rw
  Username string(:256) rw
  Password string(:256) rw hidden
  ParameterKey string(:32) forced candeny
  PeriodicInformInterval unsignedInt(1:) rw
Device.Plain.
  Text string(:64) rw = nothing
  Number int(-5:500) rw
  Switch boolean rw
  Choice Off|On|"Very much" rw = Off
  Many list(:64) string(:16) rw
  When dateTime
  Secret string rw hidden
  Push boolean rw command
  Reader string -> Device.Table. rw
Device.Table.{i}. rw key Alias entries TableNumberOfEntries
  Alias string(:64) rw
  Name string(:64) rw
  Number unsignedInt rw
  Enable boolean rw = false
Device.Table.{i}.Below.{i}. key Alias
  Alias string(:64) rw
  Word string
Device.Link.{i}. key Alias
  Alias string(:64) rw
  Name string
  Value unsignedLong rw
Device.Line.{i}.
  First string
  Second int
Device.Fixed.{i}.
  Name string
Device.Hooked.
  Word string(:64) rw
  Number int rw
Device.Hooked.Row.{i}. rw
  Word string rw
