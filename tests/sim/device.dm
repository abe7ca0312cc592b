# A small router for the simulated world.
model Device:2.19
Device.
  RootDataModelVersion string(:32) forced
Device.DeviceInfo.
  Manufacturer string(:64)
  ManufacturerOUI string(6:6)
  ProductClass string(:64)
  SerialNumber string(:64)
  HardwareVersion string(:64) forced
  SoftwareVersion string(:64) forced active
  ProvisioningCode string(:64) rw forced active
  UpTime unsignedInt candeny
Device.ManagementServer.
  EnableCWMP boolean rw = true
  URL string(:256) rw
  Username string(:256) rw
  Password string(:256) rw hidden
  ScheduleReboot dateTime rw
  DelayReboot int(-1:) rw
  PeriodicInformEnable boolean rw
  PeriodicInformInterval unsignedInt(1:) rw
  PeriodicInformTime dateTime rw
  ParameterKey string(:32) forced candeny
  ConnectionRequestURL string(:256) forced defactive
  ConnectionRequestUsername string(:256) rw
  ConnectionRequestPassword string(:256) rw hidden
  AliasBasedAddressing boolean forced
  InformParameterNumberOfEntries unsignedInt
Device.ManagementServer.InformParameter.{i}. rw key Alias enabled-key ParameterName enable Enable entries InformParameterNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw
  ParameterName string(:256) rw = ""
  EventList list string rw = ""
Device.NAT.
  PortMappingNumberOfEntries unsignedInt
Device.NAT.PortMapping.{i}. rw entries PortMappingNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw = false
  ExternalPort unsignedInt(0:65535) rw = 0
  InternalClient string(:256) rw
  Description string(:256) rw
Device.X_EXAMPLE_WAN.
  Address string(:64) rw
  Lease string(:64) rw
  Tunnel string(:64) rw
  RouteNumberOfEntries unsignedInt
Device.X_EXAMPLE_WAN.Route.{i}. rw entries RouteNumberOfEntries
  Alias string(:64) rw
  Target string(:64) rw
Device.X_EXAMPLE_LED.
  Mode Off|On|Blink rw = On
  Note string(:64) rw
Device.SoftwareModules.
  ExecEnvNumberOfEntries unsignedInt
  DeploymentUnitNumberOfEntries unsignedInt
  ExecutionUnitNumberOfEntries unsignedInt
Device.SoftwareModules.ExecEnv.{i}. key Name entries ExecEnvNumberOfEntries
  Name string(:256)
  Status Up|Error|Disabled
Device.SoftwareModules.DeploymentUnit.{i}. key UUID,Version,ExecutionEnvRef entries DeploymentUnitNumberOfEntries
  UUID string(36)
  DUID string(:64)
  Status Installing|Installed|Updating|Uninstalling|Uninstalled candeny
  Resolved boolean
  URL string(:2048)
  Version string(:32)
  ExecutionUnitList list string -> Device.SoftwareModules.ExecutionUnit.
  ExecutionEnvRef string -> Device.SoftwareModules.ExecEnv.
Device.SoftwareModules.ExecutionUnit.{i}. key EUID entries ExecutionUnitNumberOfEntries
  EUID string(:64)
