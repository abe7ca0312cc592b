# InternetGatewayDevice:1.14, imported from the Broadband Forum's tr-098-1-8-0-full.xml: regenerate with
#   cwmpd import tr-098-1-8-0-full.xml --output FILE.dm
# Objects in the order of their paths, parameters in that of the XML. Without descriptions,
# units and what the model has deleted; `deprecated` also stands for "obsoleted".
# A change made here by hand is lost with the next import: put it into a .dm file of your own.
#
# The notice of the file that this was made from:
#
#   Copyright (c) 2009-2017, Broadband Forum
#
#   Redistribution and use in source and binary forms, with or
#   without modification, are permitted provided that the following
#   conditions are met:
#
#   1. Redistributions of source code must retain the above copyright
#      notice, this list of conditions and the following disclaimer.
#
#   2. Redistributions in binary form must reproduce the above
#      copyright notice, this list of conditions and the following
#      disclaimer in the documentation and/or other materials
#      provided with the distribution.
#
#   3. Neither the name of the copyright holder nor the names of its
#      contributors may be used to endorse or promote products
#      derived from this software without specific prior written
#      permission.
#
#   THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND
#   CONTRIBUTORS "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES,
#   INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF
#   MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
#   DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR
#   CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL,
#   SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT
#   NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES;
#   LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
#   CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT,
#   STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
#   ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF
#   ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
#
#   The above license is used as a license under copyright only.
#   Please reference the Forum IPR Policy for patent licensing terms
#   <https://www.broadband-forum.org/ipr-policy>.
#
#   Any moral rights which are necessary to exercise under the above
#   license grant are also deemed granted under this license.

model InternetGatewayDevice:1.14
InternetGatewayDevice.
  DeviceSummary string(:1024) forced deprecated
  LANDeviceNumberOfEntries unsignedInt
  WANDeviceNumberOfEntries unsignedInt
  UserNumberOfEntries unsignedInt
  SmartCardReaderNumberOfEntries unsignedInt
InternetGatewayDevice.BulkData.
  Enable boolean rw
  Status Enabled|Disabled|Error
  MinReportingInterval unsignedInt
  Protocols list Streaming|File
  EncodingTypes list XML|XDR
  MaxNumberOfProfiles int(-1:)
  MaxNumberOfParameterReferences int(-1:)
  ProfileNumberOfEntries unsignedInt
InternetGatewayDevice.BulkData.Profile.{i}. rw key Alias enable Enable entries ProfileNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw
  Protocol string rw
  EncodingType string rw
  ReportingInterval unsignedInt(1:) rw = 86400
  TimeReference dateTime rw = 0001-01-01T00:00:00Z
  StreamingHost string(:256) rw
  StreamingPort unsignedInt(0:65535) rw = 4737
  StreamingSessionID unsignedInt(48:57,65:90) rw
  FileTransferURL string(:256) rw
  FileTransferUsername string(:64) rw
  FileTransferPassword string(:64) rw hidden
  ControlFileFormat string(:128) rw
  ParameterNumberOfEntries unsignedInt
InternetGatewayDevice.BulkData.Profile.{i}.Parameter.{i}. rw entries ParameterNumberOfEntries
  Reference string(:256) ~> * rw = ""
InternetGatewayDevice.Capabilities.
InternetGatewayDevice.Capabilities.PerformanceDiagnostic.
  DownloadTransports list HTTP|FTP
  UploadTransports list HTTP|FTP
InternetGatewayDevice.CaptivePortal.
  Enable boolean rw
  Status Disabled|Enabled|Error_URLEmpty|Error
  AllowedList list(:10000) string rw
  CaptivePortalURL string(:2000) rw
InternetGatewayDevice.DLNA.
InternetGatewayDevice.DLNA.Capabilities.
  HNDDeviceClass list(:256) string
  DeviceCapability list(:256) string
  HIDDeviceClass list(:256) string
  ImageClassProfileID list(:256) string
  AudioClassProfileID list(:256) string
  AVClassProfileID list(:256) string
  MediaCollectionProfileID list(:256) string
  PrinterClassProfileID list(:256) string
InternetGatewayDevice.DNS.
InternetGatewayDevice.DNS.SD.
  Enable boolean rw
  ServiceNumberOfEntries unsignedInt
InternetGatewayDevice.DNS.SD.Service.{i}. enabled-key InstanceName,ApplicationProtocol,TransportProtocol,Domain entries ServiceNumberOfEntries
  InstanceName string(:63)
  ApplicationProtocol string(:15)
  TransportProtocol TCP|UDP
  Domain string(:256)
  Port unsignedInt(:65535)
  Target string(:256)
  Status LeaseActive|GoodbyeReceived|LeaseExpired
  LastUpdate dateTime
  Host list(:1024) string(:256) -> InternetGatewayDevice.LANDevice.{i}.Hosts.Host.
  TimeToLive unsignedInt(:2147483647)
  Priority unsignedInt(:65535)
  Weight unsignedInt(:65535)
  TextRecordNumberOfEntries unsignedInt
InternetGatewayDevice.DNS.SD.Service.{i}.TextRecord.{i}. entries TextRecordNumberOfEntries
  Key string(:255)
  Value string(:255)
InternetGatewayDevice.DeviceConfig.
  PersistentData string(:256) rw
  ConfigFile string(:32768) rw
InternetGatewayDevice.DeviceInfo.
  DeviceCategory list string
  Manufacturer string(:64)
  ManufacturerOUI string(6) /[0-9A-F]{6}/
  ModelName string(:64)
  ModelNumber string(:64)
  Description string(:256)
  ProductClass string(:64)
  SerialNumber string(:64)
  HardwareVersion string(:64) forced
  SoftwareVersion string(:64) forced active
  ModemFirmwareVersion string(:64)
  EnabledOptions list(:1024) string deprecated
  AdditionalHardwareVersion list(:64) string
  AdditionalSoftwareVersion list(:64) string
  SpecVersion string(:16) forced deprecated
  ProvisioningCode string(:64) rw forced active
  UpTime unsignedInt candeny
  FirstUseDate dateTime
  DeviceLog string(:32768) candeny
  VendorConfigFileNumberOfEntries unsignedInt
  SupportedDataModelNumberOfEntries unsignedInt
  ProcessorNumberOfEntries unsignedInt
  VendorLogFileNumberOfEntries unsignedInt
  LocationNumberOfEntries unsignedInt
InternetGatewayDevice.DeviceInfo.Location.{i}. rw enabled-key Source,ExternalSource entries LocationNumberOfEntries
  Source GPS|AGPS|Manual|External = External
  AcquiredTime dateTime
  ExternalSource string
  ExternalProtocol ""|CWMP|OMA-DM|SNMP|UPnP|HELD|DHCPv4|DHCPv6|LLDP-MED|MLP|Other = CWMP
  DataObject string(:1200) rw
InternetGatewayDevice.DeviceInfo.MemoryStatus.
  Total unsignedInt
  Free unsignedInt candeny
InternetGatewayDevice.DeviceInfo.NetworkProperties.
  MaxTCPWindowSize unsignedInt
  TCPImplementation list Tahoe|Reno|"New Reno"|Vegas
InternetGatewayDevice.DeviceInfo.ProcessStatus.
  CPUUsage unsignedInt(:100) candeny
  ProcessNumberOfEntries unsignedInt
InternetGatewayDevice.DeviceInfo.ProcessStatus.Process.{i}. enabled-key PID entries ProcessNumberOfEntries
  PID unsignedInt
  Command string(:256)
  Size unsignedInt candeny
  Priority unsignedInt(:99)
  CPUTime unsignedInt candeny
  State Running|Sleeping|Stopped|Idle|Uninterruptible|Zombie candeny
InternetGatewayDevice.DeviceInfo.Processor.{i}. key Alias entries ProcessorNumberOfEntries
  Alias string(:64) rw candeny
  Architecture arm|i386|m68010|m68k|mipseb|mipsel|powerpc|sh3eb|sh3el|x86_64
InternetGatewayDevice.DeviceInfo.ProxierInfo.
  ManufacturerOUI string(6) /[0-9A-F]{6}/
  ProductClass string(:64)
  SerialNumber string(:64)
  ProxyProtocol Z-Wave|ZigBee|UPnP-DM|ETSI-M2M
InternetGatewayDevice.DeviceInfo.SupportedDataModel.{i}. enabled-key URL key Alias enabled-key UUID entries SupportedDataModelNumberOfEntries
  Alias string(:64) rw candeny
  URL string(:256)
  UUID string(36) /[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}/
  URN string(:256)
  Features list string
InternetGatewayDevice.DeviceInfo.TemperatureStatus.
  TemperatureSensorNumberOfEntries unsignedInt
InternetGatewayDevice.DeviceInfo.TemperatureStatus.TemperatureSensor.{i}. enabled-key Name key Alias entries TemperatureSensorNumberOfEntries
  Alias string(:64) rw candeny
  Enable boolean rw
  Status Disabled|Enabled|Error
  Reset boolean rw hidden
  ResetTime dateTime
  Name string(:256)
  Value int(-274:) candeny
  LastUpdate dateTime candeny
  MinValue int(-274:)
  MinTime dateTime
  MaxValue int(-274:)
  MaxTime dateTime
  LowAlarmValue int(-274:) rw
  LowAlarmTime dateTime
  HighAlarmValue int(-274:) rw
  HighAlarmTime dateTime
  PollingInterval unsignedInt rw
InternetGatewayDevice.DeviceInfo.VendorConfigFile.{i}. enabled-key Name key Alias entries VendorConfigFileNumberOfEntries
  Alias string(:64) rw candeny
  Name string(:64)
  Version string(:16)
  Date dateTime
  Description string(:256)
InternetGatewayDevice.DeviceInfo.VendorLogFile.{i}. key Alias key Name entries VendorLogFileNumberOfEntries
  Alias string(:64) rw candeny
  Name string(:64)
  MaximumSize unsignedInt
  Persistent boolean
InternetGatewayDevice.DownloadAvailability.
InternetGatewayDevice.DownloadAvailability.Announcement.
  Enable boolean rw
  Status Disabled|Enabled|Error
  GroupNumberOfEntries unsignedInt
InternetGatewayDevice.DownloadAvailability.Announcement.Group.{i}. rw enabled-key URL key Alias enable Enable entries GroupNumberOfEntries
  Alias string(:64) rw candeny
  Enable boolean rw = false
  Status Disabled|Enabled|Error = Disabled
  URL string(:256) rw = ""
InternetGatewayDevice.DownloadAvailability.Query.
  Enable boolean rw
  Status Disabled|Enabled|Error
  URL string(:256) rw
InternetGatewayDevice.DownloadDiagnostics.
  DiagnosticsState None*|Requested|Completed*|Error_InitConnectionFailed*|Error_NoResponse*|Error_TransferFailed*|Error_PasswordRequestFailed*|Error_LoginFailed*|Error_NoTransferMode*|Error_NoPASV*|Error_IncorrectSize*|Error_Timeout* rw candeny
  Interface string(:256) ~> * rw
  DownloadURL string(:256) rw
  DSCP unsignedInt(0:63) rw
  EthernetPriority unsignedInt(0:7) rw
  ROMTime dateTime candeny
  BOMTime dateTime candeny
  EOMTime dateTime candeny
  TestBytesReceived unsignedInt candeny
  TotalBytesReceived unsignedInt candeny
  TCPOpenRequestTime dateTime candeny
  TCPOpenResponseTime dateTime candeny
InternetGatewayDevice.FAP.
InternetGatewayDevice.FAP.ApplicationPlatform.
  Version string(:64)
  Enable boolean rw
  Status Disabled|Enabled|Reset|Initializing
  MaxNumberOfApplications unsignedInt
  CurrentNumberofApplications unsignedInt
InternetGatewayDevice.FAP.ApplicationPlatform.Capabilities.
  PresenceApplicationSupport boolean
  FemtoAwarenessAPISupport boolean
  SMSAPISupport boolean
  SubscribeToNotificationsOfSMSSentToApplicationSupport boolean
  QuerySMSDeliveryStatusSupport boolean
  MMSAPISupport boolean
  QueryMMSDeliveryStatusSupport boolean
  SubscribeToNotificationsOfMMSSentToApplicationSupport boolean
  TerminalLocationAPISupport boolean
  AuthenticationMethodsSupported list Basic|Digest|DigitalSignature
  AccessLevelsSupported list Guest|Standard|Restricted|Administrator|Debug
  SendSMSTargetAddressType list TelUri|AnonymousReference|All
  SendMMSTargetAddressType list TelUri|AnonymousReference|All
InternetGatewayDevice.FAP.ApplicationPlatform.Control.
  AuthenticationMethod string(:256) rw
  TunnelInst string(:256) rw
InternetGatewayDevice.FAP.ApplicationPlatform.Control.FemtoAwareness.
  APIEnable boolean rw
  QueueEnable boolean rw
  Queueing FiFo|Priority rw
  MaxAPIUsersNumber unsignedInt(0:255) rw
  FemtozoneID string(:256) rw
  NotificationsUserIdentifierMSISDN boolean rw
  SubscribeToNotificationsResponseCallbackData boolean rw
  QueryFemtocellResponseTimezone boolean rw
InternetGatewayDevice.FAP.ApplicationPlatform.Control.MMS.
  APIEnable boolean rw
  QueueEnable boolean rw
  Queueing FiFo|Priority rw
  MaxAPIUsersNumber unsignedInt(0:255) rw
  MinSendMMSTimeInterval unsignedInt(0:3599) rw
  EnableQueryMMSDeliveryStatus boolean rw
  EnableSubscribeToNotificationsOfMessageSentToApplication boolean rw
InternetGatewayDevice.FAP.ApplicationPlatform.Control.SMS.
  APIEnable boolean rw
  QueueEnable boolean rw
  Queueing FiFo|Priority rw
  MaxAPIUsersNumber unsignedInt(0:255) rw
  MinSendSMSTimeInterval unsignedInt(0:3599) rw
  EnableQuerySMSDeliveryStatus boolean rw
  EnableSubscribeToNotificationsOfMessageSentToApplication boolean rw
InternetGatewayDevice.FAP.ApplicationPlatform.Control.TerminalLocation.
  APIEnable boolean rw
  QueueEnable boolean rw
  Queueing FiFo|Priority rw
  MaxAPIUsersNumber unsignedInt(0:255) rw
  QueryMobileLocationResponseAddress TelUri|AnonymousReference rw
  QueryMobileLocationResponseLongitudeLatitude boolean rw
  QueryMobileLocationResponseAltitude boolean rw
  QueryMobileLocationResponseTimestamp unsignedInt(0:86399) rw
InternetGatewayDevice.FAP.ApplicationPlatform.Monitoring.
  Enable boolean rw
  MonitoringInterval unsignedInt rw
  AuthenticationRequestsReceived unsignedInt
  AuthenticationRequestsRejected unsignedInt
InternetGatewayDevice.FAP.ApplicationPlatform.Monitoring.FemtoAwareness.
  APIAvailable boolean
  APIUsers unsignedInt(0:255)
  QueueState Disabled|Ready|Flushed
  QueueNum unsignedInt(0:255)
  QueueReceived unsignedInt
  QueueDiscarded unsignedInt
InternetGatewayDevice.FAP.ApplicationPlatform.Monitoring.MMS.
  APIAvailable boolean
  APIUsers unsignedInt(0:255)
  QueueState Disabled|Ready|Flushed
  QueueNum unsignedInt(0:255)
  QueueReceived unsignedInt
  QueueDiscarded unsignedInt
InternetGatewayDevice.FAP.ApplicationPlatform.Monitoring.SMS.
  APIAvailable boolean
  APIUsers unsignedInt(0:255)
  QueueState Disabled|Ready|Flushed
  QueueNum unsignedInt(0:255)
  QueueReceived unsignedInt
  QueueDiscarded unsignedInt
InternetGatewayDevice.FAP.ApplicationPlatform.Monitoring.TerminalLocation.
  APIAvailable boolean
  APIUsers unsignedInt(0:255)
  QueueState Disabled|Ready|Flushed
  QueueNum unsignedInt(0:255)
  QueueReceived unsignedInt
  QueueDiscarded unsignedInt
InternetGatewayDevice.FAP.GPS.
  ScanOnBoot boolean rw = true
  ScanPeriodically boolean rw = false
  PeriodicInterval unsignedInt rw
  PeriodicTime dateTime rw
  ContinuousGPS boolean rw
  ScanTimeout unsignedInt rw
  ScanStatus Indeterminate|InProgress|Success|Error|Error_TIMEOUT
  ErrorDetails string(:256)
  LastScanTime dateTime defactive
  LastSuccessfulScanTime dateTime candeny
  LockedLatitude int(-90000000:90000000) candeny
  LockedLongitude int(-180000000:180000000) candeny
  NumberOfSatellites unsignedInt candeny
  GPSReset boolean rw command
InternetGatewayDevice.FAP.GPS.AGPSServerConfig.
  Enable boolean rw
  ServerURL string(:256) rw
  ServerPort unsignedInt(:65535) rw
  Username string(:64) rw
  Password string(:64) rw hidden
  ReferenceLatitude int(-90000000:90000000) rw
  ReferenceLongitude int(-180000000:180000000) rw
  ServerInUse boolean
InternetGatewayDevice.FAP.GPS.ContinuousGPSStatus.
  CurrentFix boolean candeny
  GotFix boolean candeny
  TimingGood boolean candeny
  Latitude int(-90000000:90000000) candeny
  Longitude int(-180000000:180000000) candeny
  Elevation int(-5000000:25000000) candeny
  LastFixTime dateTime candeny
  LastFixDuration unsignedInt candeny
  FirstFixTimeout int(-1:) rw
  SatellitesTracked unsignedInt candeny
  SatelliteTrackingInterval unsignedInt(60:3600) rw
  ReceiverStatus string(:256) candeny
  LocationType Real|Reference candeny
  LockTimeOutDuration unsignedInt(120:86400) rw
InternetGatewayDevice.FAP.PerfMgmt.
  ConfigNumberOfEntries unsignedInt
InternetGatewayDevice.FAP.PerfMgmt.Config.{i}. rw key Alias enabled-key URL,PeriodicUploadInterval,PeriodicUploadTime enable Enable entries ConfigNumberOfEntries
  Enable boolean rw
  Alias string(:64) rw
  URL string(:256) rw
  Username string(:256) rw
  Password string(:256) rw hidden
  PeriodicUploadInterval unsignedInt(1:) rw
  PeriodicUploadTime dateTime rw
InternetGatewayDevice.FAP.Tunnel.
  CryptoProfileNumberOfEntries unsignedInt
  IKESANumberOfEntries unsignedInt
  ChildSANumberOfEntries unsignedInt
  MaxVirtualInterfaces unsignedInt
  VirtualInterfaceNumberOfEntries unsignedInt
  UseForCWMP boolean rw
  MaxChildSAPerIKE unsignedInt
  MaxIKESessions unsignedInt
InternetGatewayDevice.FAP.Tunnel.ChildSA.{i}. enabled-key SPI entries ChildSANumberOfEntries
  ParentID string(:256) -> InternetGatewayDevice.FAP.Tunnel.IKESA.
  SPI unsignedInt
  DirectionOutbound boolean
  CreationTime dateTime
  Traffic unsignedInt
  IntegrityErrors unsignedInt candeny
  ReplayErrors unsignedInt candeny
InternetGatewayDevice.FAP.Tunnel.CryptoProfile.{i}. rw enabled-key AuthMethod,IKEEncrypt,IKEPRF,IKEIntegrity,IKEDH,ESPEncrypt,ESPIntegrity key Alias enable Enable entries CryptoProfileNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw
  AuthMethod string(:256) -> * rw = ""
  MaxChildSA unsignedInt(2,4,6,8,10) rw = 2
  IKEEncrypt list 3DES-CBC|AES-CBC rw = AES-CBC
  IKEPRF list HMAC-SHA1|AES-XCBC-PRF-128 rw = HMAC-SHA1
  IKEIntegrity list HMAC-SHA1-96|AES-XCBC-MAC-96 rw = HMAC-SHA1-96
  IKEDH list 1024|2048 rw = 2048
  ESPEncrypt list 3DES-CBC|AES-CBC|Null rw = AES-CBC
  ESPIntegrity list HMAC-SHA1-96|AES-XCBC-MAC-96 rw = HMAC-SHA1-96
  IPsecWindowSize unsignedInt rw = 0
  IKERekeyLifetime unsignedInt rw
  IPsecRekeyLifetimeByte unsignedInt rw
  IPsecRekeyLifetimeTime unsignedInt rw
  DPDTimer unsignedInt rw = 300
  NATTKeepaliveTimer unsignedInt rw = 180
  SecMaxFragSize unsignedInt(256:1400) rw = 1200
  SecDFBit On|Off rw = Off
InternetGatewayDevice.FAP.Tunnel.IKESA.{i}. enabled-key IPAddress,SubnetMask entries IKESANumberOfEntries
  Status Disabled|Active|Completed|Progressing|Error
  PeerAddress string(:45)
  CreationTime dateTime
  IPAddress string(:45) defactive
  SubnetMask string
  DNSServers list(:256) string(:45)
  DHCPServers list(:256) string(:45)
  IntegrityErrors unsignedInt candeny
  OtherErrors unsignedInt candeny
  AuthErrors unsignedInt candeny
InternetGatewayDevice.FAP.Tunnel.VirtualInterface.{i}. rw enabled-key CryptoProfile,DSCPMarkPolicy key Alias enable Enable entries VirtualInterfaceNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw
  CryptoProfile string(:256) -> InternetGatewayDevice.FAP.Tunnel.CryptoProfile. rw = ""
  DSCPMarkPolicy int(-2:) rw = -1
InternetGatewayDevice.FaultMgmt.
  SupportedAlarmNumberOfEntries unsignedInt
  MaxCurrentAlarmEntries unsignedInt
  CurrentAlarmNumberOfEntries unsignedInt
  HistoryEventNumberOfEntries unsignedInt
  ExpeditedEventNumberOfEntries unsignedInt
  QueuedEventNumberOfEntries unsignedInt
InternetGatewayDevice.FaultMgmt.CurrentAlarm.{i}. enabled-key AlarmIdentifier enabled-key EventType,ProbableCause,SpecificProblem entries CurrentAlarmNumberOfEntries
  AlarmIdentifier string(:64)
  AlarmRaisedTime dateTime
  AlarmChangedTime dateTime
  ManagedObjectInstance string(:512)
  EventType string(:64)
  ProbableCause string(:64)
  SpecificProblem string(:128)
  PerceivedSeverity Critical|Major|Minor|Warning|Indeterminate
  AdditionalText string(:256)
  AdditionalInformation string(:256)
InternetGatewayDevice.FaultMgmt.ExpeditedEvent.{i}. enabled-key AlarmIdentifier entries ExpeditedEventNumberOfEntries
  EventTime dateTime
  AlarmIdentifier string(:64)
  NotificationType NewAlarm|ChangedAlarm|ClearedAlarm
  ManagedObjectInstance string(:512)
  EventType string(:64)
  ProbableCause string(:64)
  SpecificProblem string(:128)
  PerceivedSeverity Cleared|Critical|Major|Minor|Warning|Indeterminate
  AdditionalText string(:256)
  AdditionalInformation string(:256)
InternetGatewayDevice.FaultMgmt.HistoryEvent.{i}. enabled-key EventTime,AlarmIdentifier entries HistoryEventNumberOfEntries
  EventTime dateTime
  AlarmIdentifier string(:64)
  NotificationType NewAlarm|ChangedAlarm|ClearedAlarm
  ManagedObjectInstance string(:512)
  EventType string(:64)
  ProbableCause string(:64)
  SpecificProblem string(:128)
  PerceivedSeverity Cleared|Critical|Major|Minor|Warning|Indeterminate
  AdditionalText string(:256)
  AdditionalInformation string(:256)
InternetGatewayDevice.FaultMgmt.QueuedEvent.{i}. enabled-key AlarmIdentifier entries QueuedEventNumberOfEntries
  EventTime dateTime
  AlarmIdentifier string(:64)
  NotificationType NewAlarm|ChangedAlarm|ClearedAlarm
  ManagedObjectInstance string(:512)
  EventType string(:64)
  ProbableCause string(:64)
  SpecificProblem string(:128)
  PerceivedSeverity Cleared|Critical|Major|Minor|Warning|Indeterminate
  AdditionalText string(:256)
  AdditionalInformation string(:256)
InternetGatewayDevice.FaultMgmt.SupportedAlarm.{i}. enabled-key EventType,ProbableCause,SpecificProblem,PerceivedSeverity entries SupportedAlarmNumberOfEntries
  EventType string(:64)
  ProbableCause string(:64)
  SpecificProblem string(:128)
  PerceivedSeverity ""|"*"|Cleared|Critical|Major|Minor|Warning|Indeterminate
  ReportingMechanism "0 Expedited"|"1 Queued"|"2 Logged"|"3 Disabled" rw
InternetGatewayDevice.Firewall.
  Config High|Low|Off rw
  Version string(:16)
  LastChange dateTime
InternetGatewayDevice.IPPingDiagnostics.
  DiagnosticsState None*|Requested|Complete*|Error_CannotResolveHostName*|Error_Internal*|Error_Other* rw candeny
  Interface string(:256) ~> * rw
  Host string(:256) rw
  NumberOfRepetitions unsignedInt(1:) rw
  Timeout unsignedInt(1:) rw
  DataBlockSize unsignedInt(1:65535) rw
  DSCP unsignedInt(0:63) rw
  SuccessCount unsignedInt candeny
  FailureCount unsignedInt candeny
  AverageResponseTime unsignedInt candeny
  MaximumResponseTime unsignedInt candeny
  MinimumResponseTime unsignedInt candeny
InternetGatewayDevice.LANConfigSecurity.
  ConfigPassword string(:64) rw hidden
InternetGatewayDevice.LANDevice.{i}. rw key Alias entries LANDeviceNumberOfEntries
  Alias string(:64) rw candeny
  LANEthernetInterfaceNumberOfEntries unsignedInt = 0
  LANUSBInterfaceNumberOfEntries unsignedInt = 0
  LANWLANConfigurationNumberOfEntries unsignedInt = 0
InternetGatewayDevice.LANDevice.{i}.Hosts.
  HostNumberOfEntries unsignedInt
InternetGatewayDevice.LANDevice.{i}.Hosts.Host.{i}. enabled-key MACAddress entries HostNumberOfEntries
  IPAddress string(:45)
  AddressSource DHCP|Static|AutoIP
  LeaseTimeRemaining int(-1:) candeny
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  Layer2Interface string(:256)
  HostName string(:64)
  InterfaceType Ethernet|USB|802.11|HomePNA|HomePlug|MoCA|Other
  Active boolean
  VendorClassID string(:256)
  ClientID string(:256)
  UserClassID string(:256)
InternetGatewayDevice.LANDevice.{i}.LANEthernetInterfaceConfig.{i}. enabled-key MACAddress key Alias entries LANEthernetInterfaceNumberOfEntries
  Enable boolean rw
  Status Up|NoLink|Error|Disabled
  Alias string(:64) rw candeny
  Name string(:16)
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  MACAddressControlEnabled boolean rw
  MaxBitRate 10|100|1000|10000|Auto rw
  DuplexMode Half|Full|Auto rw
InternetGatewayDevice.LANDevice.{i}.LANEthernetInterfaceConfig.{i}.Stats.
  BytesSent unsignedInt candeny
  BytesReceived unsignedInt candeny
  PacketsSent unsignedInt candeny
  PacketsReceived unsignedInt candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedInt candeny
  UnicastPacketsReceived unsignedInt candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  MulticastPacketsSent unsignedInt candeny
  MulticastPacketsReceived unsignedInt candeny
  BroadcastPacketsSent unsignedInt candeny
  BroadcastPacketsReceived unsignedInt candeny
  UnknownProtoPacketsReceived unsignedInt candeny
InternetGatewayDevice.LANDevice.{i}.LANHostConfigManagement.
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  DHCPServerConfigurable boolean rw = true
  DHCPServerEnable boolean rw = false
  DHCPRelay boolean deprecated
  MinAddress string(:45) rw
  MaxAddress string(:45) rw
  ReservedAddresses list(:256) string(:45) rw = ""
  SubnetMask string(:45) rw
  DNSServers list(:64) string(:45) rw
  DomainName string(:64) rw
  IPRouters list(:64) string(:45) rw
  DHCPLeaseTime int(-1:) rw = 86400
  UseAllocatedWAN Normal|UseAllocatedSubnet|Passthrough rw = Normal
  AssociatedConnection string(:256) ~> * rw
  PassthroughLease unsignedInt rw = 600
  PassthroughMACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw
  AllowedMACAddresses list(:512) string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw
  IPInterfaceNumberOfEntries unsignedInt = 0
  DHCPStaticAddressNumberOfEntries unsignedInt = 0
  DHCPOptionNumberOfEntries unsignedInt = 0
  DHCPConditionalPoolNumberOfEntries unsignedInt = 0
InternetGatewayDevice.LANDevice.{i}.LANHostConfigManagement.DHCPConditionalServingPool.{i}. rw key Alias enable Enable entries DHCPConditionalPoolNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw candeny
  PoolOrder unsignedInt(1:) rw
  SourceInterface list(:1024) string ~> * rw = ""
  VendorClassID string(:256) rw = ""
  VendorClassIDExclude boolean rw = false
  VendorClassIDMode Exact|Prefix|Suffix|Substring rw = Exact
  ClientID string(:256) rw = ""
  ClientIDExclude boolean rw = false
  UserClassID string(:256) rw = ""
  UserClassIDExclude boolean rw = false
  Chaddr string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw = ""
  ChaddrMask string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw = ""
  ChaddrExclude boolean rw = false
  LocallyServed boolean rw = true
  MinAddress string(:45) rw
  MaxAddress string(:45) rw
  ReservedAddresses list(:512) string(:45) rw = ""
  SubnetMask string(:45) rw
  DNSServers list(:64) string(:45) rw
  DomainName string(:64) rw
  IPRouters list(:64) string(:45) rw
  DHCPLeaseTime int(-1:) rw = 86400
  UseAllocatedWAN Normal|Passthrough rw = Normal
  AssociatedConnection string(:256) ~> * rw
  DHCPServerIPAddress string(:45) rw
  DHCPStaticAddressNumberOfEntries unsignedInt = 0
  DHCPOptionNumberOfEntries unsignedInt = 0
InternetGatewayDevice.LANDevice.{i}.LANHostConfigManagement.DHCPConditionalServingPool.{i}.DHCPOption.{i}. rw enabled-key Tag key Alias enable Enable entries DHCPOptionNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw candeny
  Tag unsignedInt(1:254) rw
  Value base64(0:255) rw = ""
InternetGatewayDevice.LANDevice.{i}.LANHostConfigManagement.DHCPConditionalServingPool.{i}.DHCPStaticAddress.{i}. rw enabled-key Chaddr key Alias enable Enable entries DHCPStaticAddressNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw candeny
  Chaddr string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw = ""
  Yiaddr string(:45) rw = ""
InternetGatewayDevice.LANDevice.{i}.LANHostConfigManagement.DHCPOption.{i}. rw enabled-key Tag key Alias enable Enable entries DHCPOptionNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw candeny
  Tag unsignedInt(1:254) rw
  Value base64(0:255) rw = ""
InternetGatewayDevice.LANDevice.{i}.LANHostConfigManagement.DHCPStaticAddress.{i}. rw enabled-key Chaddr key Alias enable Enable entries DHCPStaticAddressNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw candeny
  Chaddr string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw = ""
  Yiaddr string(:45) rw = ""
InternetGatewayDevice.LANDevice.{i}.LANHostConfigManagement.IPInterface.{i}. rw enabled-key IPInterfaceIPAddress,IPInterfaceSubnetMask key Alias enable Enable entries IPInterfaceNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw candeny
  IPInterfaceIPAddress string(:45) rw = ""
  IPInterfaceSubnetMask string(:45) rw = ""
  IPInterfaceAddressingType DHCP|Static|AutoIP rw = DHCP
InternetGatewayDevice.LANDevice.{i}.LANUSBInterfaceConfig.{i}. enabled-key MACAddress key Alias entries LANUSBInterfaceNumberOfEntries
  Enable boolean rw
  Status Up|NoLink|Error|Disabled
  Alias string(:64) rw candeny
  Name string(:16)
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  MACAddressControlEnabled boolean rw
  Standard string(:6)
  Type Host|Hub|Device
  Rate Low|Full|High
  Power Self|Bus|Unknown
InternetGatewayDevice.LANDevice.{i}.LANUSBInterfaceConfig.{i}.Stats.
  BytesSent unsignedInt candeny
  BytesReceived unsignedInt candeny
  CellsSent unsignedInt candeny
  CellsReceived unsignedInt candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedInt candeny
  UnicastPacketsReceived unsignedInt candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  MulticastPacketsSent unsignedInt candeny
  MulticastPacketsReceived unsignedInt candeny
  BroadcastPacketsSent unsignedInt candeny
  BroadcastPacketsReceived unsignedInt candeny
  UnknownProtoPacketsReceived unsignedInt candeny
InternetGatewayDevice.LANDevice.{i}.WLANConfiguration.{i}. enabled-key BSSID enabled-key SSID key Alias entries LANWLANConfigurationNumberOfEntries
  Enable boolean rw
  Status Up|Error|Disabled
  Alias string(:64) rw candeny
  Name string(:16)
  BSSID string
  MaxBitRate string(:4) rw
  Channel unsignedInt(0:255) rw
  SSID string(:32) rw
  BeaconType None|Basic|WPA|11i|BasicandWPA|Basicand11i|WPAand11i|BasicandWPAand11i rw
  MACAddressControlEnabled boolean rw
  Standard a|b|g|g-only|n
  WEPKeyIndex unsignedInt(1:4) rw
  KeyPassphrase string(:63) rw hidden
  WEPEncryptionLevel list(:64) Disabled|40-bit|104-bit
  BasicEncryptionModes None|WEPEncryption rw
  BasicAuthenticationMode None|EAPAuthentication|SharedAuthentication rw
  WPAEncryptionModes WEPEncryption|TKIPEncryption|WEPandTKIPEncryption|AESEncryption|WEPandAESEncryption|TKIPandAESEncryption|WEPandTKIPandAESEncryption rw
  WPAAuthenticationMode PSKAuthentication|EAPAuthentication rw
  IEEE11iEncryptionModes WEPEncryption|TKIPEncryption|WEPandTKIPEncryption|AESEncryption|WEPandAESEncryption|TKIPandAESEncryption|WEPandTKIPandAESEncryption rw
  IEEE11iAuthenticationMode PSKAuthentication|EAPAuthentication|EAPandPSKAuthentication rw
  PossibleChannels list(:1024) string
  BasicDataTransmitRates list(:256) string rw
  OperationalDataTransmitRates list(:256) string rw
  PossibleDataTransmitRates list(:256) string
  InsecureOOBAccessEnabled boolean rw
  BeaconAdvertisementEnabled boolean rw
  SSIDAdvertisementEnabled boolean rw
  RadioEnabled boolean rw
  TransmitPowerSupported list(:64) unsignedInt(0:100)
  AutoRateFallBackEnabled boolean rw
  LocationDescription string(:4096) rw
  RegulatoryDomain string(:3) rw
  TotalPSKFailures unsignedInt candeny
  TotalIntegrityFailures unsignedInt candeny
  ChannelsInUse list(:1024) string candeny
  DeviceOperationMode InfrastructureAccessPoint|WirelessBridge|WirelessRepeater|WirelessStation rw
  DistanceFromRoot unsignedInt rw
  PeerBSSID string rw
  AuthenticationServiceMode None|LinkAuthentication|RadiusClient rw
  WMMSupported boolean
  TotalBytesSent unsignedInt candeny
  TotalBytesReceived unsignedInt candeny
  TotalPacketsSent unsignedInt candeny
  TotalPacketsReceived unsignedInt candeny
  TotalAssociations unsignedInt candeny
  AutoChannelEnable boolean rw
  TransmitPower unsignedInt(0:100) rw
  UAPSDSupported boolean
  WMMEnable boolean rw
  UAPSDEnable boolean rw
InternetGatewayDevice.LANDevice.{i}.WLANConfiguration.{i}.APWMMParameter.{i}. key Alias
  Alias string(:64) rw candeny
  AIFSN unsignedInt(2:15) rw
  ECWMin unsignedInt(0:15) rw
  ECWMax unsignedInt(0:15) rw
  TXOP unsignedInt(0:255) rw
  AckPolicy boolean rw
InternetGatewayDevice.LANDevice.{i}.WLANConfiguration.{i}.AssociatedDevice.{i}. enabled-key AssociatedDeviceMACAddress entries TotalAssociations
  AssociatedDeviceMACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ candeny
  AssociatedDeviceIPAddress string(:64) candeny
  AssociatedDeviceAuthenticationState boolean candeny
  LastRequestedUnicastCipher string(:256) candeny
  LastRequestedMulticastCipher string(:256) candeny
  LastPMKId string(:256) candeny
  LastDataTransmitRate string(:4) candeny
InternetGatewayDevice.LANDevice.{i}.WLANConfiguration.{i}.PreSharedKey.{i}. key Alias
  Alias string(:64) rw candeny
  PreSharedKey string(:64) rw hidden
  KeyPassphrase string(:63) rw hidden
  AssociatedDeviceMACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw
InternetGatewayDevice.LANDevice.{i}.WLANConfiguration.{i}.STAWMMParameter.{i}. key Alias
  Alias string(:64) rw candeny
  AIFSN unsignedInt(2:15) rw
  ECWMin unsignedInt(0:15) rw
  ECWMax unsignedInt(0:15) rw
  TXOP unsignedInt(0:255) rw
  AckPolicy boolean rw
InternetGatewayDevice.LANDevice.{i}.WLANConfiguration.{i}.Stats.
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedInt candeny
  UnicastPacketsReceived unsignedInt candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  MulticastPacketsSent unsignedInt candeny
  MulticastPacketsReceived unsignedInt candeny
  BroadcastPacketsSent unsignedInt candeny
  BroadcastPacketsReceived unsignedInt candeny
  UnknownProtoPacketsReceived unsignedInt candeny
InternetGatewayDevice.LANDevice.{i}.WLANConfiguration.{i}.WEPKey.{i}. key Alias
  Alias string(:64) rw candeny
  WEPKey string(:128) rw hidden
InternetGatewayDevice.LANDevice.{i}.WLANConfiguration.{i}.WPS.
  Enable boolean rw
  DeviceName string(:32)
  DevicePassword unsignedInt rw hidden
  UUID string(:36) /[0-9A-Fa-f]{8}-([0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}/
  Version unsignedInt
  ConfigMethodsSupported list USBFlashDrive|Ethernet|Label|Display|ExternalNFCToken|IntegratedNFCToken|NFCInterface|PushButton|Keypad
  ConfigMethodsEnabled list string rw
  SetupLockedState Unlocked|LockedByLocalManagement|LockedByRemoteManagement|PINRetryLimitReached
  SetupLock boolean rw
  ConfigurationState "Not configured"|Configured
  LastConfigurationError NoError|DecryptionCRCFailure|SignalTooWeak|CouldntConnectToRegistrar|RogueActivitySuspected|DeviceBusy|SetupLocked|MessageTimeout|RegistrationSessionTimeout|DevicePasswordAuthFailure
  RegistrarNumberOfEntries unsignedInt
  RegistrarEstablished boolean
InternetGatewayDevice.LANDevice.{i}.WLANConfiguration.{i}.WPS.Registrar.{i}. enabled-key UUID key Alias entries RegistrarNumberOfEntries
  Enable boolean rw
  Alias string(:64) rw candeny
  UUID string(:36) /[0-9A-Fa-f]{8}-([0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}/
  DeviceName string(:32)
InternetGatewayDevice.LANInterfaces.
  LANEthernetInterfaceNumberOfEntries unsignedInt
  LANUSBInterfaceNumberOfEntries unsignedInt
  LANWLANConfigurationNumberOfEntries unsignedInt
InternetGatewayDevice.LANInterfaces.LANEthernetInterfaceConfig.{i}. key Alias entries LANEthernetInterfaceNumberOfEntries
  Alias string(:64) rw candeny
InternetGatewayDevice.LANInterfaces.LANUSBInterfaceConfig.{i}. key Alias entries LANUSBInterfaceNumberOfEntries
  Alias string(:64) rw candeny
InternetGatewayDevice.LANInterfaces.WLANConfiguration.{i}. key Alias entries LANWLANConfigurationNumberOfEntries
  Alias string(:64) rw candeny
InternetGatewayDevice.Layer2Bridging.
  MaxBridgeEntries unsignedInt candeny
  MaxDBridgeEntries unsignedInt
  MaxFilterEntries unsignedInt candeny
  MaxMarkingEntries unsignedInt candeny
  BridgeNumberOfEntries unsignedInt
  FilterNumberOfEntries unsignedInt
  MarkingNumberOfEntries unsignedInt
  AvailableInterfaceNumberOfEntries unsignedInt
  MaxQBridgeEntries unsignedInt
  MaxVLANEntries unsignedInt
InternetGatewayDevice.Layer2Bridging.AvailableInterface.{i}. enabled-key AvailableInterfaceKey key Alias entries AvailableInterfaceNumberOfEntries
  Alias string(:64) rw candeny
  AvailableInterfaceKey unsignedInt candeny
  InterfaceType LANInterface|WANInterface|LANRouterConnection|WANRouterConnection candeny
  InterfaceReference list(:256) string -> * candeny
InternetGatewayDevice.Layer2Bridging.Bridge.{i}. rw enabled-key BridgeKey key Alias enable BridgeEnable entries BridgeNumberOfEntries
  Alias string(:64) rw candeny
  BridgeKey unsignedInt
  BridgeStandard 802.1D|802.1Q rw = 802.1D
  BridgeEnable boolean rw = false
  BridgeStatus Disabled|Enabled|Error = Disabled
  BridgeName string(:64) rw = ""
  VLANID unsignedInt(0:4094) rw
  PortNumberOfEntries unsignedInt = 0
  VLANNumberOfEntries unsignedInt = 0
InternetGatewayDevice.Layer2Bridging.Bridge.{i}.Port.{i}. rw enabled-key PortInterface key Alias enable PortEnable entries PortNumberOfEntries
  PortEnable boolean rw = false
  Alias string(:64) rw candeny
  PortInterface string(:16) rw = ""
  PortState Disabled|Blocking|Listening|Learning|Forwarding|Broken = Disabled
  PVID int(1:4094) rw = 1
  AcceptableFrameTypes AdmitAll|AdmitOnlyVLANTagged|AdmitOnlyPrioUntagged rw = AdmitAll
  IngressFiltering boolean rw = false
InternetGatewayDevice.Layer2Bridging.Bridge.{i}.VLAN.{i}. rw enabled-key VLANID key Alias enable VLANEnable entries VLANNumberOfEntries
  VLANEnable boolean rw = false
  Alias string(:64) rw candeny
  VLANName string(:64) rw = ""
  VLANID int(1:4094) rw
InternetGatewayDevice.Layer2Bridging.Filter.{i}. rw enabled-key FilterKey key Alias enable FilterEnable entries FilterNumberOfEntries
  Alias string(:64) rw candeny
  FilterKey unsignedInt
  FilterEnable boolean rw = false
  FilterStatus Disabled|Enabled|Error = Disabled
  FilterBridgeReference int(-1:) rw = -1
  ExclusivityOrder unsignedInt rw
  FilterInterface string(:16) rw = ""
  VLANIDFilter int(-1:4094) rw = -1
  AdmitOnlyVLANTagged boolean rw = false deprecated
  EthertypeFilterList list(:256) unsignedInt rw = ""
  EthertypeFilterExclude boolean rw = true
  SourceMACAddressFilterList list(:512) string rw = ""
  SourceMACAddressFilterExclude boolean rw = true
  DestMACAddressFilterList list(:512) string rw = ""
  DestMACAddressFilterExclude boolean rw = true
  SourceMACFromVendorClassIDFilter string(:256) rw = ""
  SourceMACFromVendorClassIDFilterExclude boolean rw = true
  DestMACFromVendorClassIDFilter string(:256) rw = ""
  DestMACFromVendorClassIDFilterExclude boolean rw = true
  DestMACFromVendorClassIDMode Exact|Prefix|Suffix|Substring rw = Exact
  SourceMACFromClientIDFilter string(:256) rw = ""
  SourceMACFromClientIDFilterExclude boolean rw = true
  DestMACFromClientIDFilter string(:256) rw = ""
  DestMACFromClientIDFilterExclude boolean rw = true
  SourceMACFromUserClassIDFilter string(:256) rw = ""
  SourceMACFromUserClassIDFilterExclude boolean rw = true
  DestMACFromUserClassIDFilter string(:256) rw = ""
  DestMACFromUserClassIDFilterExclude boolean rw = true
  SourceMACFromVendorClassIDMode Exact|Prefix|Suffix|Substring rw = Exact
InternetGatewayDevice.Layer2Bridging.Marking.{i}. rw enabled-key MarkingKey key Alias enable MarkingEnable entries MarkingNumberOfEntries
  Alias string(:64) rw candeny
  MarkingKey unsignedInt
  MarkingEnable boolean rw = false
  MarkingStatus Disabled|Enabled|Error = Disabled
  MarkingBridgeReference int(-1:) rw = -1
  MarkingInterface string(:16) rw = ""
  VLANIDUntag boolean rw = false
  VLANIDMark int(-1:4094) rw = -1
  EthernetPriorityMark int(-1:7) rw = -1
  EthernetPriorityOverride boolean rw = false
  VLANIDMarkOverride boolean rw = false
InternetGatewayDevice.Layer3Forwarding.
  DefaultConnectionService string(:256) rw
  ForwardNumberOfEntries unsignedInt
InternetGatewayDevice.Layer3Forwarding.Forwarding.{i}. rw enabled-key DestIPAddress,DestSubnetMask,SourceIPAddress,SourceSubnetMask key Alias enable Enable entries ForwardNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error = Disabled
  Alias string(:64) rw candeny
  StaticRoute boolean = true
  Type Default|Network|Host rw = Host deprecated
  DestIPAddress string(:45) rw = ""
  DestSubnetMask string(:45) rw = ""
  SourceIPAddress string(:45) rw = ""
  SourceSubnetMask string(:45) rw = ""
  GatewayIPAddress string(:45) rw = ""
  Interface string(:256) ~> * rw
  ForwardingMetric int(-1:) rw = -1
  MTU unsignedInt(1:1540) rw
  ForwardingPolicy int(-1:) rw = -1
InternetGatewayDevice.ManagementServer.
  EnableCWMP boolean rw
  URL string(:256) rw
  Username string(:256) rw
  Password string(:256) rw hidden
  PeriodicInformEnable boolean rw
  PeriodicInformInterval unsignedInt(1:) rw
  PeriodicInformTime dateTime rw
  ParameterKey string(:32) forced candeny
  ConnectionRequestURL string(:256) forced defactive
  ConnectionRequestUsername string(:256) rw
  ConnectionRequestPassword string(:256) rw hidden
  UpgradesManaged boolean rw
  KickURL string(:256)
  DownloadProgressURL string(:256)
  DefaultActiveNotificationThrottle unsignedInt rw
  UDPConnectionRequestAddress string(:256)
  UDPConnectionRequestAddressNotificationLimit unsignedInt rw
  STUNEnable boolean rw
  STUNServerAddress string(:256) rw
  STUNServerPort unsignedInt(0:65535) rw
  STUNUsername string(:256) rw
  STUNPassword string(:256) rw hidden
  STUNMaximumKeepAlivePeriod int(-1:) rw
  STUNMinimumKeepAlivePeriod unsignedInt rw
  NATDetected boolean
  AliasBasedAddressing boolean forced
  ManageableDeviceNumberOfEntries unsignedInt
  ManageableDeviceNotificationLimit unsignedInt rw
  EmbeddedDeviceNumberOfEntries unsignedInt
  VirtualDeviceNumberOfEntries unsignedInt
  InstanceMode InstanceNumber|InstanceAlias rw = InstanceNumber
  AutoCreateInstances boolean rw = false
  CWMPRetryMinimumWaitInterval unsignedInt(1:65535) rw
  CWMPRetryIntervalMultiplier unsignedInt(1000:65535) rw
  SupportedConnReqMethods list HTTP|STUN|XMPP
  ConnReqXMPPConnection string -> InternetGatewayDevice.XMPP.Connection. rw
  ConnReqAllowedJabberIDs list items :32 string(:256) rw
  ConnReqJabberID string defactive
  HTTPCompressionSupported list GZIP|Compress|Deflate
  HTTPCompression string rw = Disabled
  LightweightNotificationProtocolsSupported list "UDP"
  LightweightNotificationProtocolsUsed list string rw
  UDPLightweightNotificationHost string(:256) rw
  UDPLightweightNotificationPort unsignedInt rw
  InformParameterNumberOfEntries unsignedInt
InternetGatewayDevice.ManagementServer.AutonomousTransferCompletePolicy.
  Enable boolean rw
  TransferTypeFilter Upload|Download|Both rw
  ResultTypeFilter Success|Failure|Both rw
  FileTypeFilter list(:1024) string /1 Firmware Upgrade Image/ /2 Web Content/ /3 Vendor Configuration File/ /4 Vendor Log File/ /X [0-9A-F]{6} .*/ rw
InternetGatewayDevice.ManagementServer.DUStateChangeComplPolicy.
  Enable boolean rw
  OperationTypeFilter list Install|Update|Uninstall rw
  ResultTypeFilter Success|Failure|Both rw
  FaultCodeFilter list 9001|9003|9012|9013|9015|9016|9017|9018|9022|9023|9024|9025|9026|9027|9028|9029|9030|9031|9032 rw
InternetGatewayDevice.ManagementServer.EmbeddedDevice.{i}. enabled-key ControllerID,ProxiedDeviceID entries EmbeddedDeviceNumberOfEntries
  ControllerID string(:256)
  ProxiedDeviceID string(:256)
  Reference string -> *
  SupportedDataModel list string -> InternetGatewayDevice.DeviceInfo.SupportedDataModel.
  Host list items :32 string -> InternetGatewayDevice.LANDevice.{i}.Hosts.Host.
  ProxyProtocol Z-Wave|ZigBee|UPnP-DM|ETSI-M2M
  ProxyProtocolReference string -> *
  DiscoveryProtocol list Z-Wave|ZigBee|UPnP|ETSI-M2M
  DiscoveryProtocolReference list string -> *
  CommandProcessed Pending|Retrying|Success|Error
  CommandProcessingErrMsg string(:1024)
  LastSyncTime dateTime
InternetGatewayDevice.ManagementServer.InformParameter.{i}. rw key Alias enabled-key ParameterName enable Enable entries InformParameterNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw
  ParameterName string(:256) rw = ""
  EventList list string rw = ""
InternetGatewayDevice.ManagementServer.ManageableDevice.{i}. enabled-key ManufacturerOUI,SerialNumber,ProductClass entries ManageableDeviceNumberOfEntries
  ManufacturerOUI string(:6) candeny
  SerialNumber string(:64) candeny
  ProductClass string(:64) candeny
  Host list(:1024) string -> InternetGatewayDevice.LANDevice.{i}.Hosts.Host.
InternetGatewayDevice.ManagementServer.StandbyPolicy.
  CRUnawarenessMaxDuration int(-1:) rw = -1
  MaxMissedPeriodic int(-1:) rw = -1
  NotifyMissedScheduled boolean rw = false
  NetworkAwarenessCapable boolean
  SelfTimerCapable boolean
  CRAwarenessRequested boolean rw = false
  PeriodicAwarenessRequested boolean rw = false
  ScheduledAwarenessRequested boolean rw
InternetGatewayDevice.ManagementServer.VirtualDevice.{i}. enabled-key ManufacturerOUI,ProductClass,SerialNumber entries VirtualDeviceNumberOfEntries
  ManufacturerOUI string(6) /[0-9A-F]{6}/
  ProductClass string(:64)
  SerialNumber string(:64)
  Host list items :32 string -> InternetGatewayDevice.LANDevice.{i}.Hosts.Host.
  ProxyProtocol Z-Wave|ZigBee|UPnP-DM|ETSI-M2M
  ProxyProtocolReference string -> *
  DiscoveryProtocol list Z-Wave|ZigBee|UPnP|ETSI-M2M
  DiscoveryProtocolReference list string -> *
InternetGatewayDevice.NSLookupDiagnostics.
  DiagnosticsState None*|Requested|Complete*|Error_DNSServerNotResolved*|Error_Internal*|Error_Other* rw candeny
  Interface string(:256) ~> * rw
  HostName string(:256) rw
  DNSServer string(:256) rw
  Timeout unsignedInt rw
  NumberOfRepetitions unsignedInt rw
  SuccessCount unsignedInt candeny
  ResultNumberOfEntries unsignedInt candeny
InternetGatewayDevice.NSLookupDiagnostics.Result.{i}. entries ResultNumberOfEntries
  Status Success|Error_DNSServerNotAvailable|Error_HostNameNotResolved|Error_Timeout|Error_Other candeny
  AnswerType None|Authoritative|NonAuthoritative candeny
  HostNameReturned string(:256) candeny
  IPAddresses list items :10 string(:45) candeny
  DNSServerIP string(:45) candeny
  ResponseTime unsignedInt candeny
InternetGatewayDevice.PeriodicStatistics.
  MinSampleInterval unsignedInt
  MaxReportSamples unsignedInt
  SampleSetNumberOfEntries unsignedInt
InternetGatewayDevice.PeriodicStatistics.SampleSet.{i}. rw enabled-key Name key Alias enable Enable entries SampleSetNumberOfEntries
  Alias string(:64) rw candeny
  Enable boolean rw = false
  Status Disabled|Enabled|Trigger = Disabled
  Name string(:128) rw = ""
  SampleInterval unsignedInt(1:) rw = 3600
  ReportSamples unsignedInt(1:) rw = 24
  TimeReference dateTime rw = 0001-01-01T00:00:00Z
  FetchSamples unsignedInt rw = 0
  ForceSample boolean rw = false hidden
  ReportStartTime dateTime
  ReportEndTime dateTime
  SampleSeconds list unsignedInt = "" candeny
  ParameterNumberOfEntries unsignedInt = 0
InternetGatewayDevice.PeriodicStatistics.SampleSet.{i}.Parameter.{i}. rw enabled-key Reference key Alias enable Enable entries ParameterNumberOfEntries
  Alias string(:64) rw candeny
  Enable boolean rw = false
  Reference string(:256) ~> * rw = ""
  SampleMode Current|Change rw = Current
  CalculationMode Latest|Minimum|Maximum|Average rw = Latest
  LowThreshold int rw = 0
  HighThreshold int rw = 0
  SampleSeconds list unsignedInt = "" candeny
  SuspectData list unsignedInt(:1) = "" candeny
  Values list string = "" candeny
  Failures unsignedInt = 0
InternetGatewayDevice.QueueManagement.
  Enable boolean rw
  MaxQueues unsignedInt candeny
  MaxClassificationEntries unsignedInt candeny
  ClassificationNumberOfEntries unsignedInt
  MaxAppEntries unsignedInt candeny
  AppNumberOfEntries unsignedInt
  MaxFlowEntries unsignedInt candeny
  FlowNumberOfEntries unsignedInt
  MaxPolicerEntries unsignedInt candeny
  PolicerNumberOfEntries unsignedInt
  MaxQueueEntries unsignedInt candeny
  QueueNumberOfEntries unsignedInt
  QueueStatsNumberOfEntries unsignedInt
  DefaultForwardingPolicy unsignedInt rw
  DefaultTrafficClass int(-1:) rw
  DefaultPolicer int(-1:) rw
  DefaultQueue unsignedInt rw
  DefaultDSCPMark int(-2:) rw
  DefaultEthernetPriorityMark int(-2:) rw
  AvailableAppList list(:1024) string
InternetGatewayDevice.QueueManagement.App.{i}. rw key Alias enable AppEnable entries AppNumberOfEntries
  AppKey unsignedInt deprecated
  AppEnable boolean rw = false
  AppStatus Disabled|Enabled|Error = Disabled
  Alias string(:64) rw candeny
  ProtocolIdentifier string(:256) rw = ""
  AppName string(:64) rw = ""
  AppDefaultForwardingPolicy unsignedInt rw = 0
  AppDefaultTrafficClass int(-1:) rw = -1
  AppDefaultPolicer int(-1:) rw = -1
  AppDefaultQueue int(-1:) rw = -1
  AppDefaultDSCPMark int(-2:) rw = -1
  AppDefaultEthernetPriorityMark int(-2:) rw = -1
InternetGatewayDevice.QueueManagement.Classification.{i}. rw key Alias enable ClassificationEnable entries ClassificationNumberOfEntries
  ClassificationKey unsignedInt deprecated
  ClassificationEnable boolean rw = false
  ClassificationStatus Disabled|Enabled|Error = Disabled
  Alias string(:64) rw candeny
  ClassificationOrder unsignedInt(1:) rw
  ClassInterface string(:256) rw = ""
  DestIP string(:45) rw = ""
  DestMask string(:45) rw = ""
  DestIPExclude boolean rw = false
  SourceIP string(:45) rw = ""
  SourceMask string(:45) rw = ""
  SourceIPExclude boolean rw = false
  Protocol int(-1:) rw = -1
  ProtocolExclude boolean rw = false
  DestPort int(-1:) rw = -1
  DestPortRangeMax int(-1:) rw = -1
  DestPortExclude boolean rw = false
  SourcePort int(-1:) rw = -1
  SourcePortRangeMax int(-1:) rw = -1
  SourcePortExclude boolean rw = false
  SourceMACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw = ""
  SourceMACMask string(:45) rw = ""
  SourceMACExclude boolean rw = false
  DestMACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw = ""
  DestMACMask string(:45) rw = ""
  DestMACExclude boolean rw = false
  Ethertype int(-1:) rw = -1
  EthertypeExclude boolean rw = false
  SSAP int(-1:) rw = -1
  SSAPExclude boolean rw = false
  DSAP int(-1:) rw = -1
  DSAPExclude boolean rw = false
  LLCControl int(-1:) rw = -1
  LLCControlExclude boolean rw = false
  SNAPOUI int(-1:) rw = -1
  SNAPOUIExclude boolean rw = false
  SourceVendorClassID string(:256) rw = ""
  SourceVendorClassIDExclude boolean rw = false
  SourceVendorClassIDMode Exact|Prefix|Suffix|Substring rw = Exact
  DestVendorClassID string(:256) rw = ""
  DestVendorClassIDExclude boolean rw = false
  DestVendorClassIDMode Exact|Prefix|Suffix|Substring rw = Exact
  SourceClientID string(:256) rw = ""
  SourceClientIDExclude boolean rw = false
  DestClientID string(:256) rw = ""
  DestClientIDExclude boolean rw = false
  SourceUserClassID string(:256) rw = ""
  SourceUserClassIDExclude boolean rw = false
  DestUserClassID string(:256) rw = ""
  DestUserClassIDExclude boolean rw = false
  SourceVendorSpecificInfo string(:256) rw = ""
  TCPACK boolean rw = false
  TCPACKExclude boolean rw = false
  IPLengthMin unsignedInt rw = 0
  IPLengthMax unsignedInt rw = 0
  IPLengthExclude boolean rw = false
  DSCPCheck int(-1:) rw = -1
  DSCPExclude boolean rw = false
  DSCPMark int(-2:) rw = -1
  EthernetPriorityCheck int(-1:) rw = -1
  EthernetPriorityExclude boolean rw = false
  EthernetPriorityMark int(-2:) rw = -1
  VLANIDCheck int(-1:) rw = -1
  VLANIDExclude boolean rw = false
  OutOfBandInfo int(-1:) rw = -1
  ForwardingPolicy unsignedInt rw = 0
  TrafficClass int(-1:) rw = -1
  ClassPolicer int(-1:) rw = -1
  ClassQueue int(-1:) rw = -1
  ClassApp int(-1:) rw = -1
  SourceVendorSpecificInfoExclude boolean rw = false
  SourceVendorSpecificInfoEnterprise unsignedInt rw = 0
  SourceVendorSpecificInfoSubOption int(0:255) rw = 0
  SourceVendorSpecificInfoMode Exact|Prefix|Suffix|Substring rw = Exact
  DestVendorSpecificInfo string(:256) rw = ""
  DestVendorSpecificInfoExclude boolean rw = false
  DestVendorSpecificInfoEnterprise unsignedInt rw = 0
  DestVendorSpecificInfoSubOption int(0:255) rw = 0
  DestVendorSpecificInfoMode Exact|Prefix|Suffix|Substring rw = Exact
InternetGatewayDevice.QueueManagement.Flow.{i}. rw key Alias enable FlowEnable entries FlowNumberOfEntries
  FlowKey unsignedInt deprecated
  FlowEnable boolean rw = false
  FlowStatus Disabled|Enabled|Error = Disabled
  Alias string(:64) rw candeny
  FlowType string(:256) rw = ""
  FlowTypeParameters string(:256) rw = ""
  FlowName string(:64) rw = ""
  AppIdentifier int(-1:) rw = -1
  FlowForwardingPolicy unsignedInt rw = 0
  FlowTrafficClass int(-1:) rw = -1
  FlowPolicer int(-1:) rw = -1
  FlowQueue int(-1:) rw = -1
  FlowDSCPMark int(-2:) rw = -1
  FlowEthernetPriorityMark int(-2:) rw = -1
InternetGatewayDevice.QueueManagement.Policer.{i}. rw key Alias enable PolicerEnable entries PolicerNumberOfEntries
  PolicerKey unsignedInt deprecated
  PolicerEnable boolean rw = false
  PolicerStatus Disabled|Enabled|Error = Disabled
  Alias string(:64) rw candeny
  CommittedRate unsignedInt rw = 0
  CommittedBurstSize unsignedInt rw = 0
  ExcessBurstSize unsignedInt rw = 0
  PeakRate unsignedInt rw = 0
  PeakBurstSize unsignedInt rw = 0
  MeterType SimpleTokenBucket|SingleRateThreeColor|TwoRateThreeColor rw = SimpleTokenBucket
  PossibleMeterTypes list SimpleTokenBucket|SingleRateThreeColor|TwoRateThreeColor candeny
  ConformingAction string /Null/ /Drop/ /Count/ /[0-9]|[1-5][0-9]|6[0-3]/ /:[0-7]/ /([0-9]|[1-5][0-9]|6[0-3]):[0-7]/ rw = Null
  PartialConformingAction string /Null/ /Drop/ /Count/ /[0-9]|[1-5][0-9]|6[0-3]/ /:[0-7]/ /([0-9]|[1-5][0-9]|6[0-3]):[0-7]/ rw = Drop
  NonConformingAction string /Null/ /Drop/ /Count/ /[0-9]|[1-5][0-9]|6[0-3]/ /:[0-7]/ /([0-9]|[1-5][0-9]|6[0-3]):[0-7]/ rw = Drop
  CountedPackets unsignedInt = 0 candeny deprecated
  CountedBytes unsignedInt = 0 candeny deprecated
  TotalCountedPackets unsignedInt = 0 candeny
  TotalCountedBytes unsignedInt = 0 candeny
  ConformingCountedPackets unsignedInt = 0 candeny
  ConformingCountedBytes unsignedInt = 0 candeny
  PartiallyConformingCountedPackets unsignedInt = 0 candeny
  PartiallyConformingCountedBytes unsignedInt = 0 candeny
  NonConformingCountedPackets unsignedInt = 0 candeny
  NonConformingCountedBytes unsignedInt = 0 candeny
InternetGatewayDevice.QueueManagement.Queue.{i}. rw key Alias enable QueueEnable entries QueueNumberOfEntries
  QueueKey unsignedInt deprecated
  QueueEnable boolean rw = false
  QueueStatus Disabled|Enabled|Error = Disabled
  Alias string(:64) rw candeny
  TrafficClasses list(:256) unsignedInt rw = ""
  QueueInterface string(:256) rw = ""
  QueueBufferLength unsignedInt
  QueueWeight unsignedInt rw = 0
  QueuePrecedence unsignedInt(1:) rw = 1
  REDThreshold unsignedInt(:100) rw = 0
  REDPercentage unsignedInt(:100) rw = 0
  DropAlgorithm RED|DT|WRED|BLUE rw = DT
  SchedulerAlgorithm WFQ|WRR|SP rw = SP
  ShapingRate int(-1:) rw = -1
  ShapingBurstSize unsignedInt rw
InternetGatewayDevice.QueueManagement.QueueStats.{i}. rw enabled-key Queue,Interface key Alias enable Enable entries QueueStatsNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error = Disabled
  Alias string(:64) rw candeny
  Queue unsignedInt rw = 0
  Interface string(:256) rw = ""
  OutputPackets unsignedInt = 0 candeny
  OutputBytes unsignedInt = 0 candeny
  DroppedPackets unsignedInt = 0 candeny
  DroppedBytes unsignedInt = 0 candeny
  QueueOccupancyPackets unsignedInt = 0 candeny
  QueueOccupancyPercentage unsignedInt(0:100) = 0 candeny
InternetGatewayDevice.Security.
  CertificateNumberOfEntries unsignedInt
InternetGatewayDevice.Security.Certificate.{i}. enabled-key SerialNumber,Issuer entries CertificateNumberOfEntries
  Enable boolean rw
  LastModif dateTime
  SerialNumber string(:64)
  Issuer string(:256)
  NotBefore dateTime
  NotAfter dateTime
  Subject string(:256)
  SubjectAlt list(:256) string
  SignatureAlgorithm string(:256)
InternetGatewayDevice.SelfTestDiagnostics.
  DiagnosticsState None*|Requested|Complete*|Error_Internal*|Error_Other* rw candeny
  Results string(:1024) candeny
InternetGatewayDevice.Services.
InternetGatewayDevice.SmartCardReader.{i}. enabled-key Name key Alias entries SmartCardReaderNumberOfEntries
  Alias string(:64) rw candeny
  Enable boolean rw
  Status Disabled|Enabled|Error
  Name string(:256)
  Reset boolean rw hidden
  ResetTime dateTime
  DecryptionFailedCounter unsignedInt candeny
  DecryptionFailedNoKeyCounter unsignedInt candeny
InternetGatewayDevice.SmartCardReader.{i}.SmartCard.
  Status None|Running|Error
  Type CA|DRM|UICC
  Application list SIM|USIM|ISIM
  SerialNumber string(:256)
  ATR string(:1024)
InternetGatewayDevice.SoftwareModules.
  ExecEnvNumberOfEntries unsignedInt
  DeploymentUnitNumberOfEntries unsignedInt
  ExecutionUnitNumberOfEntries unsignedInt
InternetGatewayDevice.SoftwareModules.DeploymentUnit.{i}. enabled-key UUID,Version,ExecutionEnvRef key Alias entries DeploymentUnitNumberOfEntries
  UUID string(:36)
  DUID string(:64)
  Alias string(:64) rw candeny
  Name string(:64)
  Status Installing|Installed|Updating|Uninstalling|Uninstalled candeny
  Resolved boolean
  URL string(:1024)
  Description string(:256)
  Vendor string(:128)
  Version string(:32)
  VendorLogList list string -> InternetGatewayDevice.DeviceInfo.VendorLogFile.
  VendorConfigList list string -> InternetGatewayDevice.DeviceInfo.VendorConfigFile.
  ExecutionUnitList list string -> InternetGatewayDevice.SoftwareModules.ExecutionUnit.
  ExecutionEnvRef string -> InternetGatewayDevice.SoftwareModules.ExecEnv.
InternetGatewayDevice.SoftwareModules.ExecEnv.{i}. key Alias key Name entries ExecEnvNumberOfEntries
  Enable boolean rw
  Status Up|Error|Disabled
  Reset boolean rw command
  Alias string(:64) rw candeny
  Name string(:32)
  Type string(:64)
  InitialRunLevel unsignedInt(:65535) rw
  RequestedRunLevel int(-1:65535) rw command
  CurrentRunLevel int(-1:65535)
  InitialExecutionUnitRunLevel int(-1:65535) rw
  Vendor string(:128)
  Version string(:32)
  ParentExecEnv string -> InternetGatewayDevice.SoftwareModules.ExecEnv.
  AllocatedDiskSpace int(-1:)
  AvailableDiskSpace int(-1:) candeny
  AllocatedMemory int(-1:)
  AvailableMemory int(-1:) candeny
  ActiveExecutionUnits list string -> InternetGatewayDevice.SoftwareModules.ExecutionUnit. candeny
  ProcessorRefList list string -> InternetGatewayDevice.DeviceInfo.Processor.
InternetGatewayDevice.SoftwareModules.ExecutionUnit.{i}. enabled-key EUID key Alias entries ExecutionUnitNumberOfEntries
  EUID string(:64)
  Alias string(:64) rw candeny
  Name string(:32)
  ExecEnvLabel string(:64)
  Status Idle|Starting|Active|Stopping defactive
  RequestedState Idle|Active rw command
  ExecutionFaultCode NoFault|FailureOnStart|FailureOnAutoStart|FailureOnStop|FailureWhileActive|DependencyFailure|UnStartable
  ExecutionFaultMessage string(:256)
  AutoStart boolean rw
  RunLevel unsignedInt(:65535) rw
  Vendor string(:128)
  Version string(:32)
  Description string(:256)
  DiskSpaceInUse int(-1:) candeny
  MemoryInUse int(-1:) candeny
  References list string -> *
  AssociatedProcessList list string -> InternetGatewayDevice.DeviceInfo.ProcessStatus.Process.
  VendorLogList list string -> InternetGatewayDevice.DeviceInfo.VendorLogFile.
  VendorConfigList list string -> InternetGatewayDevice.DeviceInfo.VendorConfigFile.
  SupportedDataModelList list string -> InternetGatewayDevice.DeviceInfo.SupportedDataModel.
  ExecutionEnvRef string -> InternetGatewayDevice.SoftwareModules.ExecEnv.
InternetGatewayDevice.SoftwareModules.ExecutionUnit.{i}.Extensions.
InternetGatewayDevice.Time.
  Enable boolean rw
  NTPServer1 string(:64) rw
  NTPServer2 string(:64) rw
  NTPServer3 string(:64) rw
  NTPServer4 string(:64) rw
  NTPServer5 string(:64) rw
  CurrentLocalTime dateTime candeny
  LocalTimeZone string(:6) rw deprecated
  LocalTimeZoneName string(:64) rw
  DaylightSavingsUsed boolean rw deprecated
  DaylightSavingsStart dateTime rw deprecated
  DaylightSavingsEnd dateTime rw deprecated
  Status Disabled|Unsynchronized|Synchronized|Error_FailedToSynchronize|Error
InternetGatewayDevice.TraceRouteDiagnostics.
  DiagnosticsState None*|Requested|Complete*|Error_CannotResolveHostName*|Error_MaxHopCountExceeded* rw candeny
  Interface string(:256) ~> * rw
  Host string(:256) rw
  NumberOfTries unsignedInt(1:3) rw
  Timeout unsignedInt(1:) rw
  DataBlockSize unsignedInt(1:65535) rw
  DSCP unsignedInt(0:63) rw
  MaxHopCount unsignedInt(1:64) rw
  ResponseTime unsignedInt candeny
  RouteHopsNumberOfEntries unsignedInt candeny
InternetGatewayDevice.TraceRouteDiagnostics.RouteHops.{i}. entries RouteHopsNumberOfEntries
  HopHost string(:256) candeny
  HopHostAddress string candeny
  HopErrorCode unsignedInt candeny
  HopRTTimes list(:16) unsignedInt candeny
InternetGatewayDevice.UDPEchoConfig.
  Enable boolean rw
  Interface string(:256) ~> * rw
  SourceIPAddress string(:45) rw
  UDPPort unsignedInt rw
  EchoPlusEnabled boolean rw
  EchoPlusSupported boolean
  PacketsReceived unsignedInt candeny
  PacketsResponded unsignedInt candeny
  BytesReceived unsignedInt candeny
  BytesResponded unsignedInt candeny
  TimeFirstPacketReceived dateTime candeny
  TimeLastPacketReceived dateTime candeny
InternetGatewayDevice.UPnP.
InternetGatewayDevice.UPnP.Description.
  DeviceDescriptionNumberOfEntries unsignedInt
  DeviceInstanceNumberOfEntries unsignedInt
  ServiceInstanceNumberOfEntries unsignedInt
InternetGatewayDevice.UPnP.Description.DeviceDescription.{i}. enabled-key URLBase entries DeviceDescriptionNumberOfEntries
  URLBase string(:256)
  SpecVersion string(:256) /\d+\.\d+/
  Host list(:1024) string(:256) -> InternetGatewayDevice.LANDevice.{i}.Hosts.Host.
InternetGatewayDevice.UPnP.Description.DeviceInstance.{i}. enabled-key UDN entries DeviceInstanceNumberOfEntries
  UDN string(36) /[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}/
  ParentDevice string(:256) -> InternetGatewayDevice.UPnP.Description.DeviceInstance.
  DiscoveryDevice string(:256) -> InternetGatewayDevice.UPnP.Discovery.Device.,InternetGatewayDevice.UPnP.Discovery.RootDevice.
  DeviceType string(:256)
  FriendlyName string(:128)
  DeviceCategory list string
  Manufacturer string(:128)
  ManufacturerOUI string(0:6) // /[0-9A-F]{6}/
  ManufacturerURL string(:256)
  ModelDescription string(:256)
  ModelName string(:64)
  ModelNumber string(:64)
  ModelURL string(:256)
  SerialNumber string(:128)
  UPC string(:12)
  PresentationURL string(:256)
InternetGatewayDevice.UPnP.Description.ServiceInstance.{i}. enabled-key ParentDevice,ServiceId entries ServiceInstanceNumberOfEntries
  ParentDevice string(:256) -> InternetGatewayDevice.UPnP.Description.DeviceInstance.
  ServiceId string(:256)
  ServiceDiscovery string(:256) -> InternetGatewayDevice.UPnP.Discovery.Service.
  ServiceType string(:256)
  SCPDURL string
  ControlURL string
  EventSubURL string
InternetGatewayDevice.UPnP.Device.
  Enable boolean rw
  UPnPMediaServer boolean rw
  UPnPMediaRenderer boolean rw
  UPnPWLANAccessPoint boolean rw
  UPnPQoSDevice boolean rw
  UPnPQoSPolicyHolder boolean rw
  UPnPIGD boolean rw
  UPnPDMBasicMgmt boolean rw
  UPnPDMConfigurationMgmt boolean rw
  UPnPDMSoftwareMgmt boolean rw
InternetGatewayDevice.UPnP.Device.Capabilities.
  UPnPArchitecture unsignedInt
  UPnPArchitectureMinorVer unsignedInt
  UPnPMediaServer unsignedInt
  UPnPMediaRenderer unsignedInt
  UPnPWLANAccessPoint unsignedInt
  UPnPBasicDevice unsignedInt
  UPnPQoSDevice unsignedInt
  UPnPQoSPolicyHolder unsignedInt
  UPnPIGD unsignedInt
  UPnPDMBasicMgmt unsignedInt
  UPnPDMConfigurationMgmt unsignedInt
  UPnPDMSoftwareMgmt unsignedInt
InternetGatewayDevice.UPnP.Discovery.
  RootDeviceNumberOfEntries unsignedInt
  DeviceNumberOfEntries unsignedInt
  ServiceNumberOfEntries unsignedInt
InternetGatewayDevice.UPnP.Discovery.Device.{i}. enabled-key UUID entries DeviceNumberOfEntries
  Status LeaseActive|LeaseExpired|ByebyeReceived
  UUID string(:36) /[0-9A-Fa-f]{8}-([0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}/
  USN string(:256)
  LeaseTime unsignedInt
  Location string(:256)
  Server string(:256)
  Host list(:1024) string(:256)
  LastUpdate dateTime
InternetGatewayDevice.UPnP.Discovery.RootDevice.{i}. enabled-key UUID entries RootDeviceNumberOfEntries
  Status LeaseActive|LeaseExpired|ByebyeReceived
  UUID string(:36) /[0-9A-Fa-f]{8}-([0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}/
  USN string(:256)
  LeaseTime unsignedInt
  Location string(:256)
  Server string(:256)
  Host list(:1024) string(:256)
  LastUpdate dateTime
InternetGatewayDevice.UPnP.Discovery.Service.{i}. enabled-key USN entries ServiceNumberOfEntries
  Status LeaseActive|LeaseExpired|ByebyeReceived
  USN string(:256)
  LeaseTime unsignedInt
  Location string(:256)
  Server string(:256)
  Host list(:1024) string(:256)
  LastUpdate dateTime
  ParentDevice string(:256) -> InternetGatewayDevice.UPnP.Discovery.RootDevice.,InternetGatewayDevice.UPnP.Discovery.Device.
InternetGatewayDevice.USBHosts.
  HostNumberOfEntries unsignedInt
InternetGatewayDevice.USBHosts.Host.{i}. enabled-key Name key Alias entries HostNumberOfEntries
  Alias string(:64) rw candeny
  Enable boolean rw
  Name string(:64)
  Type OHCI|EHCI|UHCI|xHCI
  Reset boolean rw hidden
  PowerManagementEnable boolean rw
  USBVersion string(:4)
  DeviceNumberOfEntries unsignedInt
InternetGatewayDevice.USBHosts.Host.{i}.Device.{i}. enabled-key DeviceNumber entries DeviceNumberOfEntries
  DeviceNumber unsignedInt
  USBVersion string(:4)
  DeviceClass hexBinary(:1)
  DeviceSubClass hexBinary(:1)
  DeviceVersion unsignedInt(:65535)
  DeviceProtocol hexBinary(:1)
  ProductID unsignedInt(:65535)
  VendorID unsignedInt(:65535)
  Manufacturer string(:64)
  ProductClass string(:64)
  SerialNumber string(:64)
  Port unsignedInt(:255)
  Rate Low|Full|High|Super
  Parent string -> InternetGatewayDevice.USBHosts.Host.{i}.Device.
  MaxChildren unsignedInt
  IsSuspended boolean
  IsSelfPowered boolean
  ConfigurationNumberOfEntries unsignedInt
InternetGatewayDevice.USBHosts.Host.{i}.Device.{i}.Configuration.{i}. enabled-key ConfigurationNumber entries ConfigurationNumberOfEntries
  ConfigurationNumber unsignedInt
  InterfaceNumberOfEntries unsignedInt
InternetGatewayDevice.USBHosts.Host.{i}.Device.{i}.Configuration.{i}.Interface.{i}. enabled-key InterfaceNumber entries InterfaceNumberOfEntries
  InterfaceNumber unsignedInt(:255)
  InterfaceClass hexBinary(:1)
  InterfaceSubClass hexBinary(:1)
  InterfaceProtocol hexBinary(:1)
InternetGatewayDevice.UploadDiagnostics.
  DiagnosticsState None*|Requested|Completed*|Error_InitConnectionFailed*|Error_NoResponse*|Error_PasswordRequestFailed*|Error_LoginFailed*|Error_NoTransferMode*|Error_NoPASV*|Error_NoCWD*|Error_NoSTOR*|Error_NoTransferComplete* rw candeny
  Interface string(:256) ~> * rw
  UploadURL string(:256) rw
  DSCP unsignedInt(0:63) rw
  EthernetPriority unsignedInt(0:7) rw
  TestFileLength unsignedInt rw
  ROMTime dateTime candeny
  BOMTime dateTime candeny
  EOMTime dateTime candeny
  TotalBytesSent unsignedInt candeny
  TCPOpenRequestTime dateTime candeny
  TCPOpenResponseTime dateTime candeny
InternetGatewayDevice.User.{i}. rw enabled-key Username key Alias enable Enable entries UserNumberOfEntries
  Alias string(:64) rw candeny
  Enable boolean rw = false
  RemoteAccessCapable boolean rw = false
  Username string(:64) rw = ""
  Password string(:64) rw hidden
  Language string(:16) rw = ""
InternetGatewayDevice.UserInterface.
  UserDatabaseSupported boolean
  PasswordRequired boolean rw
  PasswordUserSelectable boolean rw
  UpgradeAvailable boolean rw
  WarrantyDate dateTime rw
  ISPName string(:64) rw
  ISPHelpDesk string(:32) rw
  ISPHomePage string(:256) rw
  ISPHelpPage string(:256) rw
  ISPLogo base64(0:4095) rw
  ISPLogoSize unsignedInt(0:4095) rw
  ISPMailServer string(:256) rw
  ISPNewsServer string(:256) rw
  TextColor string(:6) rw
  BackgroundColor string(:6) rw
  ButtonColor string(:6) rw
  ButtonTextColor string(:6) rw
  AutoUpdateServer string(:256) rw
  UserUpdateServer string(:256) rw
  ExampleLogin string(:40) rw
  ExamplePassword string(:30) rw
  AvailableLanguages list(:256) string
  SharedPassword boolean rw
  CurrentLanguage string(:16) rw
InternetGatewayDevice.UserInterface.LocalDisplay.
  Movable boolean rw
  Resizable boolean rw
  PosX int rw candeny
  PosY int rw candeny
  Width unsignedInt rw candeny
  Height unsignedInt rw candeny
  DisplayWidth unsignedInt
  DisplayHeight unsignedInt
InternetGatewayDevice.UserInterface.RemoteAccess.
  Enable boolean rw
  Port unsignedInt(:65535) rw
  SupportedProtocols list HTTP|HTTPS
  Protocol string rw
InternetGatewayDevice.WANDevice.{i}. key Alias entries WANDeviceNumberOfEntries
  Alias string(:64) rw candeny
  WANConnectionNumberOfEntries unsignedInt
InternetGatewayDevice.WANDevice.{i}.WANCommonInterfaceConfig.
  EnabledForInternet boolean rw
  WANAccessType DSL|Ethernet|POTS
  Layer1UpstreamMaxBitRate unsignedInt
  Layer1DownstreamMaxBitRate unsignedInt
  PhysicalLinkStatus Up|Down|Initializing|Unavailable
  WANAccessProvider string(:256)
  TotalBytesSent unsignedInt candeny
  TotalBytesReceived unsignedInt candeny
  TotalPacketsSent unsignedInt candeny
  TotalPacketsReceived unsignedInt candeny
  MaximumActiveConnections unsignedInt candeny
  NumberOfActiveConnections unsignedInt
InternetGatewayDevice.WANDevice.{i}.WANCommonInterfaceConfig.Connection.{i}. enabled-key ActiveConnectionServiceID key Alias entries NumberOfActiveConnections
  Alias string(:64) rw candeny
  ActiveConnectionDeviceContainer string(:256)
  ActiveConnectionServiceID string(:256)
InternetGatewayDevice.WANDevice.{i}.WANConnectionDevice.{i}. rw key Alias entries WANConnectionNumberOfEntries
  Alias string(:64) rw candeny
  WANIPConnectionNumberOfEntries unsignedInt
  WANPPPConnectionNumberOfEntries unsignedInt
InternetGatewayDevice.WANDevice.{i}.WANConnectionDevice.{i}.WANATMF5LoopbackDiagnostics.
  DiagnosticsState None*|Requested|Complete*|Error_Internal*|Error_Other* rw = None candeny
  NumberOfRepetitions unsignedInt(1:) rw = 1
  Timeout unsignedInt(1:) rw
  SuccessCount unsignedInt = 0 candeny
  FailureCount unsignedInt = 0 candeny
  AverageResponseTime unsignedInt = 0 candeny
  MinimumResponseTime unsignedInt = 0 candeny
  MaximumResponseTime unsignedInt = 0 candeny
InternetGatewayDevice.WANDevice.{i}.WANConnectionDevice.{i}.WANDSLLinkConfig.
  Enable boolean rw = false
  LinkStatus Up|Down|Initializing|Unavailable
  LinkType EoA|IPoA|PPPoA|PPPoE|CIP|Unconfigured rw = Unconfigured
  AutoConfig boolean
  ModulationType ADSL_G.dmt|ADSL_G.lite|ADSL_G.dmt.bis|ADSL_re-adsl|ADSL_2plus|ADLS_four|ADSL_ANSI_T1.413|G.shdsl|IDSL|HDSL|SDSL|VDSL
  DestinationAddress string(:256) rw
  ATMEncapsulation LLC|VCMUX rw
  FCSPreserved boolean rw
  VCSearchList list(:256) string rw
  ATMAAL AAL1|AAL2|AAL3|AAL4|AAL5
  ATMTransmittedBlocks unsignedInt candeny
  ATMReceivedBlocks unsignedInt candeny
  ATMQoS UBR|CBR|GFR|VBR-nrt|VBR-rt|UBR+|ABR rw
  ATMPeakCellRate unsignedInt rw
  ATMMaximumBurstSize unsignedInt rw
  ATMSustainableCellRate unsignedInt rw
  AAL5CRCErrors unsignedInt candeny deprecated
  ATMCRCErrors unsignedInt candeny
  ATMHECErrors unsignedInt candeny
InternetGatewayDevice.WANDevice.{i}.WANConnectionDevice.{i}.WANEthernetLinkConfig.
  EthernetLinkStatus Up|Down|Unavailable
InternetGatewayDevice.WANDevice.{i}.WANConnectionDevice.{i}.WANIPConnection.{i}. rw enabled-key ExternalIPAddress key Alias enable Enable entries WANIPConnectionNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw candeny
  Reset boolean rw = false
  ConnectionStatus Unconfigured|Connecting|Connected|PendingDisconnect|Disconneting|Disconnecting|Disconnected
  PossibleConnectionTypes list Unconfigured|IP_Routed|IP_Bridged
  ConnectionType Unconfigured|IP_Routed|IP_Bridged rw
  Name string(:256) rw
  Uptime unsignedInt candeny
  LastConnectionError ERROR_NONE|ERROR_COMMAND_ABORTED|ERROR_NOT_ENABLED_FOR_INTERNET|ERROR_USER_DISCONNECT|ERROR_ISP_DISCONNECT|ERROR_IDLE_DISCONNECT|ERROR_FORCED_DISCONNECT|ERROR_NO_CARRIER|ERROR_IP_CONFIGURATION|ERROR_UNKNOWN = ERROR_NONE
  AutoDisconnectTime unsignedInt rw
  IdleDisconnectTime unsignedInt rw
  WarnDisconnectDelay unsignedInt rw
  RSIPAvailable boolean
  NATEnabled boolean rw
  AddressingType DHCP|Static rw
  ExternalIPAddress string(:45) rw forced defactive
  SubnetMask string(:45) rw
  DefaultGateway string rw
  DNSEnabled boolean rw = true
  DNSOverrideAllowed boolean rw = false
  DNSServers list(:64) string(:45) rw
  MaxMTUSize unsignedInt(1:1540) rw
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw
  MACAddressOverride boolean rw
  ConnectionTrigger OnDemand|AlwaysOn|Manual rw = OnDemand
  RouteProtocolRx Off|RIPv1|RIPv2|OSPF rw = Off
  PortMappingNumberOfEntries unsignedInt
  ShapingRate int(-1:) rw = -1
  ShapingBurstSize unsignedInt rw
InternetGatewayDevice.WANDevice.{i}.WANConnectionDevice.{i}.WANIPConnection.{i}.DHCPClient.
  SentDHCPOptionNumberOfEntries unsignedInt
  ReqDHCPOptionNumberOfEntries unsignedInt
InternetGatewayDevice.WANDevice.{i}.WANConnectionDevice.{i}.WANIPConnection.{i}.DHCPClient.ReqDHCPOption.{i}. rw enabled-key Tag key Alias enable Enable entries ReqDHCPOptionNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw candeny
  Order unsignedInt(1:) rw
  Tag unsignedInt(1:254) rw
  Value base64(0:255) = ""
InternetGatewayDevice.WANDevice.{i}.WANConnectionDevice.{i}.WANIPConnection.{i}.DHCPClient.SentDHCPOption.{i}. rw enabled-key Tag key Alias enable Enable entries SentDHCPOptionNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw candeny
  Tag unsignedInt(1:254) rw
  Value base64(0:255) rw = ""
InternetGatewayDevice.WANDevice.{i}.WANConnectionDevice.{i}.WANIPConnection.{i}.PortMapping.{i}. rw enabled-key RemoteHost,ExternalPort,PortMappingProtocol key Alias enable PortMappingEnabled entries PortMappingNumberOfEntries
  PortMappingEnabled boolean rw = false
  Alias string(:64) rw candeny
  PortMappingLeaseDuration unsignedInt rw candeny
  RemoteHost string rw = ""
  ExternalPort unsignedInt rw
  InternalPort unsignedInt rw
  PortMappingProtocol TCP|UDP rw
  InternalClient string(:256) rw = ""
  PortMappingDescription string(:256) rw = ""
  ExternalPortEndRange unsignedInt rw = 0
InternetGatewayDevice.WANDevice.{i}.WANConnectionDevice.{i}.WANIPConnection.{i}.Stats.
  EthernetBytesSent unsignedInt candeny
  EthernetBytesReceived unsignedInt candeny
  EthernetPacketsSent unsignedInt candeny
  EthernetPacketsReceived unsignedInt candeny
  EthernetErrorsSent unsignedInt candeny
  EthernetErrorsReceived unsignedInt candeny
  EthernetUnicastPacketsSent unsignedInt candeny
  EthernetUnicastPacketsReceived unsignedInt candeny
  EthernetDiscardPacketsSent unsignedInt candeny
  EthernetDiscardPacketsReceived unsignedInt candeny
  EthernetMulticastPacketsSent unsignedInt candeny
  EthernetMulticastPacketsReceived unsignedInt candeny
  EthernetBroadcastPacketsSent unsignedInt candeny
  EthernetBroadcastPacketsReceived unsignedInt candeny
  EthernetUnknownProtoPacketsReceived unsignedInt candeny
InternetGatewayDevice.WANDevice.{i}.WANConnectionDevice.{i}.WANPOTSLinkConfig.
  Enable boolean rw = false
  LinkStatus Up|Down|Dialing|Connecting|Unavailable
  ISPPhoneNumber string(:64) rw = ""
  ISPInfo string(:64) rw = ""
  LinkType "PPP_Dialup" rw = PPP_Dialup
  NumberOfRetries unsignedInt rw
  DelayBetweenRetries unsignedInt rw
  Fclass list 0|1|2|2.0|8|80
  DataModulationSupported V92|V90|V34|V32bis|V32
  DataProtocol V42_LAPM|V42_MNP4|V14|V80
  DataCompression V42bis|MNP5
  PlusVTRCommandSupported boolean
InternetGatewayDevice.WANDevice.{i}.WANConnectionDevice.{i}.WANPPPConnection.{i}. rw enabled-key ExternalIPAddress key Alias enable Enable entries WANPPPConnectionNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw candeny
  Reset boolean rw = false
  ConnectionStatus Unconfigured|Connecting|Authenticating|Connected|PendingDisconnect|Disconnecting|Disconnected
  PossibleConnectionTypes list Unconfigured|IP_Routed|DHCP_Spoofed|PPPoE_Bridged|PPPoE_Relay|PPTP_Relay|L2TP_Relay
  ConnectionType Unconfigured|IP_Routed|DHCP_Spoofed|PPPoE_Bridged|PPPoE_Relay|PPTP_Relay|L2TP_Relay rw
  PPPoESessionID unsignedInt(1:)
  Name string(:256) rw
  Uptime unsignedInt candeny
  LastConnectionError ERROR_NONE|ERROR_ISP_TIME_OUT|ERROR_COMMAND_ABORTED|ERROR_NOT_ENABLED_FOR_INTERNET|ERROR_BAD_PHONE_NUMBER|ERROR_USER_DISCONNECT|ERROR_ISP_DISCONNECT|ERROR_IDLE_DISCONNECT|ERROR_FORCED_DISCONNECT|ERROR_SERVER_OUT_OF_RESOURCES|ERROR_RESTRICTED_LOGON_HOURS|ERROR_ACCOUNT_DISABLED|ERROR_ACCOUNT_EXPIRED|ERROR_PASSWORD_EXPIRED|ERROR_AUTHENTICATION_FAILURE|ERROR_NO_DIALTONE|ERROR_NO_CARRIER|ERROR_NO_ANSWER|ERROR_LINE_BUSY|ERROR_UNSUPPORTED_BITSPERSECOND|ERROR_TOO_MANY_LINE_ERRORS|ERROR_IP_CONFIGURATION|ERROR_UNKNOWN = ERROR_NONE
  AutoDisconnectTime unsignedInt rw
  IdleDisconnectTime unsignedInt rw
  WarnDisconnectDelay unsignedInt rw
  RSIPAvailable boolean
  NATEnabled boolean rw
  Username string(:64) rw = ""
  Password string(:64) rw = "" hidden
  PPPEncryptionProtocol None|MPPE
  PPPCompressionProtocol None|"Van Jacobsen"|"STAC LZS"
  PPPAuthenticationProtocol PAP|CHAP|MS-CHAP
  ExternalIPAddress string(:45) rw forced defactive
  RemoteIPAddress string(:45)
  MaxMRUSize unsignedInt(1:1540) rw
  CurrentMRUSize unsignedInt(1:1540) candeny
  DNSEnabled boolean rw = true
  DNSOverrideAllowed boolean rw = false
  DNSServers list(:64) string(:45) rw
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw
  MACAddressOverride boolean rw
  TransportType PPPoA|PPPoE|L2TP|PPTP
  PPPoEACName string(:256) rw = ""
  PPPoEServiceName string(:256) rw = ""
  ConnectionTrigger OnDemand|AlwaysOn|Manual rw = OnDemand
  RouteProtocolRx Off|RIPv1|RIPv2|OSPF rw = Off
  PPPLCPEcho unsignedInt
  PPPLCPEchoRetry unsignedInt
  PortMappingNumberOfEntries unsignedInt
  ShapingRate int(-1:) rw = -1
  ShapingBurstSize unsignedInt rw
  DefaultGateway string
InternetGatewayDevice.WANDevice.{i}.WANConnectionDevice.{i}.WANPPPConnection.{i}.PortMapping.{i}. rw enabled-key RemoteHost,ExternalPort,PortMappingProtocol key Alias enable PortMappingEnabled entries PortMappingNumberOfEntries
  PortMappingEnabled boolean rw = false
  Alias string(:64) rw candeny
  PortMappingLeaseDuration unsignedInt rw candeny
  RemoteHost string rw = ""
  ExternalPort unsignedInt rw
  InternalPort unsignedInt rw
  PortMappingProtocol TCP|UDP rw
  InternalClient string(:256) rw = ""
  PortMappingDescription string(:256) rw = ""
  ExternalPortEndRange unsignedInt rw = 0
InternetGatewayDevice.WANDevice.{i}.WANConnectionDevice.{i}.WANPPPConnection.{i}.Stats.
  EthernetBytesSent unsignedInt candeny
  EthernetBytesReceived unsignedInt candeny
  EthernetPacketsSent unsignedInt candeny
  EthernetPacketsReceived unsignedInt candeny
  EthernetErrorsSent unsignedInt candeny
  EthernetErrorsReceived unsignedInt candeny
  EthernetUnicastPacketsSent unsignedInt candeny
  EthernetUnicastPacketsReceived unsignedInt candeny
  EthernetDiscardPacketsSent unsignedInt candeny
  EthernetDiscardPacketsReceived unsignedInt candeny
  EthernetMulticastPacketsSent unsignedInt candeny
  EthernetMulticastPacketsReceived unsignedInt candeny
  EthernetBroadcastPacketsSent unsignedInt candeny
  EthernetBroadcastPacketsReceived unsignedInt candeny
  EthernetUnknownProtoPacketsReceived unsignedInt candeny
InternetGatewayDevice.WANDevice.{i}.WANConnectionDevice.{i}.WANPTMLinkConfig.
  Enable boolean rw = false
  LinkStatus Up|Down|Initializing|Unavailable
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
InternetGatewayDevice.WANDevice.{i}.WANConnectionDevice.{i}.WANPTMLinkConfig.Stats.
  BytesSent unsignedInt candeny
  BytesReceived unsignedInt candeny
  FramesSent unsignedInt candeny
  FramesReceived unsignedInt candeny
  OOSNearEnd boolean
  OOSFarEnd boolean
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedInt candeny
  UnicastPacketsReceived unsignedInt candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  MulticastPacketsSent unsignedInt candeny
  MulticastPacketsReceived unsignedInt candeny
  BroadcastPacketsSent unsignedInt candeny
  BroadcastPacketsReceived unsignedInt candeny
  UnknownProtoPacketsReceived unsignedInt candeny
InternetGatewayDevice.WANDevice.{i}.WANDSLConnectionManagement. deprecated
  ConnectionServiceNumberOfEntries unsignedInt deprecated
InternetGatewayDevice.WANDevice.{i}.WANDSLConnectionManagement.ConnectionService.{i}. enabled-key WANConnectionService entries ConnectionServiceNumberOfEntries deprecated
  WANConnectionDevice string(:256) deprecated
  WANConnectionService string(:256) deprecated
  DestinationAddress string(:256) deprecated
  LinkType string(:16) deprecated
  ConnectionType string(:16) deprecated
  Name string(:32) deprecated
InternetGatewayDevice.WANDevice.{i}.WANDSLDiagnostics.
  LoopDiagnosticsState None*|Requested|Complete*|Error_Internal*|Error_Other* rw candeny
  ACTPSDds int candeny
  ACTPSDus int candeny
  ACTATPds int candeny
  ACTATPus int candeny
  HLINSCds int candeny
  HLINpsds list(:61430) int candeny
  QLNpsds list(:61430) int candeny
  SNRpsds list(:61430) int candeny
  BITSpsds list(:61430) int candeny
  GAINSpsds list(:61430) int candeny deprecated
  HLINSCus int candeny
  HLINGds unsignedInt candeny
  HLINGus unsignedInt candeny
  HLOGGds unsignedInt candeny
  HLOGGus unsignedInt candeny
  HLOGpsds list(:2559) string candeny
  HLOGpsus list(:2559) string candeny
  HLOGMTds unsignedInt candeny
  HLOGMTus unsignedInt candeny
  LATNpbds list(:24) string candeny
  LATNpbus list(:24) string candeny
  SATNds list(:24) string candeny
  SATNus list(:24) string candeny
  HLINpsus list(:61430) string candeny
  QLNGds unsignedInt candeny
  QLNGus unsignedInt candeny
  QLNpsus list(:61430) string candeny
  QLNMTds unsignedInt candeny
  QLNMTus unsignedInt candeny
  SNRGds unsignedInt candeny
  SNRGus unsignedInt candeny
  SNRpsus list(:61430) string candeny
  SNRMTds unsignedInt candeny
  SNRMTus unsignedInt candeny
  BITSpsus list(:61430) string candeny
InternetGatewayDevice.WANDevice.{i}.WANDSLInterfaceConfig.
  Enable boolean rw
  Status Up|Initializing|EstablishingLink|NoSignal|Error|Disabled
  LinkEncapsulationSupported list G.992.3_Annex_K_ATM|G.992.3_Annex_K_PTM|G.993.2_Annex_K_ATM|G.993.2_Annex_K_PTM|G.994.1
  ModulationType ADSL_G.dmt|ADSL_G.lite|ADSL_G.dmt.bis|ADSL_re-adsl|ADSL_2plus|ADLS_four|ADSL_ANSI_T1.413|G.shdsl|IDSL|HDSL|SDSL|VDSL deprecated
  LineEncoding DMT|CAP|2B1Q|43BT|PAM|QAM
  AllowedProfiles list 8a|8b|8c|8d|12a|12b|17a|17b|30a
  DataPath Interleaved|Fast|None
  InterleaveDepth unsignedInt
  LineNumber int(1:)
  UpstreamCurrRate unsignedInt candeny
  DownstreamCurrRate unsignedInt candeny
  UpstreamMaxRate unsignedInt candeny
  DownstreamMaxRate unsignedInt candeny
  UpstreamNoiseMargin int candeny
  DownstreamNoiseMargin int candeny
  UpstreamAttenuation int candeny
  DownstreamAttenuation int candeny
  UpstreamPower int candeny
  DownstreamPower int candeny
  ATURVendor string(:8)
  ATURCountry string(:4)
  ATURANSIStd unsignedInt
  ATURANSIRev unsignedInt
  ATUCVendor string(:8)
  ATUCCountry string(:4)
  ATUCANSIStd unsignedInt
  ATUCANSIRev unsignedInt
  TotalStart unsignedInt candeny
  ShowtimeStart unsignedInt candeny
  LastShowtimeStart unsignedInt candeny
  CurrentDayStart unsignedInt candeny
  QuarterHourStart unsignedInt candeny
  LinkEncapsulationRequested string rw
  LinkEncapsulationUsed G.992.3_Annex_K_ATM|G.992.3_Annex_K_PTM|G.993.2_Annex_K_ATM|G.993.2_Annex_K_PTM
  StandardsSupported list G.992.1_Annex_A|G.992.1_Annex_B|G.992.1_Annex_C|T1.413|T1.413i2|ETSI_101_388|G.992.2|G.992.3_Annex_A|G.992.3_Annex_B|G.992.3_Annex_C|G.992.3_Annex_I|G.992.3_Annex_J|G.992.3_Annex_L|G.992.3_Annex_M|G.992.4|G.992.5_Annex_A|G.992.5_Annex_B|G.992.5_Annex_C|G.992.5_Annex_I|G.992.5_Annex_J|G.992.5_Annex_M|G.993.1|G.993.1_Annex_A|G.993.2_Annex_A|G.993.2_Annex_B|G.993.2_Annex_C
  StandardUsed string
  CurrentProfile string
  PowerManagementState L0|L1|L3|L4
  SuccessFailureCause unsignedInt(0:5)
  LastStateTransmittedDownstream unsignedInt
  LastStateTransmittedUpstream unsignedInt
  UPBOKLE unsignedInt(0:1280)
  MREFPSDds base64(0:145)
  MREFPSDus base64(0:145)
  LIMITMASK unsignedInt
  US0MASK unsignedInt
  LPATH unsignedInt
  INTLVDEPTH int
  INTLVBLOCK int
  ActualInterleavingDelay unsignedInt
  ACTINP int
  INPREPORT boolean
  NFEC int
  RFEC int
  LSYMB int
  TRELLISds int
  TRELLISus int
  ACTSNRMODEds unsignedInt
  ACTSNRMODEus unsignedInt
  VirtualNoisePSDds base64(0:97)
  VirtualNoisePSDus base64(0:49)
  ACTUALCE unsignedInt
  SNRMpbus list(:24) string
  SNRMpbds list(:24) string
  INMIATOds unsignedInt(3:511)
  INMIATSds unsignedInt(0:7)
  INMCCds unsignedInt(0:64)
  INMINPEQMODEds unsignedInt(0:3)
InternetGatewayDevice.WANDevice.{i}.WANDSLInterfaceConfig.Stats.
InternetGatewayDevice.WANDevice.{i}.WANDSLInterfaceConfig.Stats.CurrentDay.
  ReceiveBlocks unsignedInt candeny deprecated
  TransmitBlocks unsignedInt candeny deprecated
  CellDelin unsignedInt candeny deprecated
  LinkRetrain unsignedInt candeny deprecated
  InitErrors unsignedInt candeny deprecated
  InitTimeouts unsignedInt candeny
  LossOfFraming unsignedInt candeny deprecated
  ErroredSecs unsignedInt candeny
  SeverelyErroredSecs unsignedInt candeny
  FECErrors unsignedInt candeny
  ATUCFECErrors unsignedInt candeny
  HECErrors unsignedInt candeny
  ATUCHECErrors unsignedInt candeny
  CRCErrors unsignedInt candeny
  ATUCCRCErrors unsignedInt candeny
  LInit boolean candeny
  LOF boolean candeny
  ATUCErroredSecs unsignedInt candeny
  ATUCSeverelyErroredSecs unsignedInt candeny
InternetGatewayDevice.WANDevice.{i}.WANDSLInterfaceConfig.Stats.LastShowtime.
  ReceiveBlocks unsignedInt candeny deprecated
  TransmitBlocks unsignedInt candeny deprecated
  CellDelin unsignedInt candeny deprecated
  LinkRetrain unsignedInt candeny deprecated
  InitErrors unsignedInt candeny deprecated
  InitTimeouts unsignedInt candeny
  LossOfFraming unsignedInt candeny deprecated
  ErroredSecs unsignedInt candeny
  SeverelyErroredSecs unsignedInt candeny
  FECErrors unsignedInt candeny
  ATUCFECErrors unsignedInt candeny
  HECErrors unsignedInt candeny
  ATUCHECErrors unsignedInt candeny
  CRCErrors unsignedInt candeny
  ATUCCRCErrors unsignedInt candeny
  LInit boolean candeny
  LOF boolean candeny
  ATUCErroredSecs unsignedInt candeny
  ATUCSeverelyErroredSecs unsignedInt candeny
InternetGatewayDevice.WANDevice.{i}.WANDSLInterfaceConfig.Stats.QuarterHour.
  ReceiveBlocks unsignedInt candeny deprecated
  TransmitBlocks unsignedInt candeny deprecated
  CellDelin unsignedInt candeny deprecated
  LinkRetrain unsignedInt candeny deprecated
  InitErrors unsignedInt candeny deprecated
  InitTimeouts unsignedInt candeny
  LossOfFraming unsignedInt candeny deprecated
  ErroredSecs unsignedInt candeny
  SeverelyErroredSecs unsignedInt candeny
  FECErrors unsignedInt candeny
  ATUCFECErrors unsignedInt candeny
  HECErrors unsignedInt candeny
  ATUCHECErrors unsignedInt candeny
  CRCErrors unsignedInt candeny
  ATUCCRCErrors unsignedInt candeny
  LInit boolean candeny
  LOF boolean candeny
  ATUCErroredSecs unsignedInt candeny
  ATUCSeverelyErroredSecs unsignedInt candeny
InternetGatewayDevice.WANDevice.{i}.WANDSLInterfaceConfig.Stats.Showtime.
  ReceiveBlocks unsignedInt candeny deprecated
  TransmitBlocks unsignedInt candeny deprecated
  CellDelin unsignedInt candeny deprecated
  LinkRetrain unsignedInt candeny deprecated
  InitErrors unsignedInt candeny deprecated
  InitTimeouts unsignedInt candeny
  LossOfFraming unsignedInt candeny deprecated
  ErroredSecs unsignedInt candeny
  SeverelyErroredSecs unsignedInt candeny
  FECErrors unsignedInt candeny
  ATUCFECErrors unsignedInt candeny
  HECErrors unsignedInt candeny
  ATUCHECErrors unsignedInt candeny
  CRCErrors unsignedInt candeny
  ATUCCRCErrors unsignedInt candeny
  LInit boolean candeny
  LOF boolean candeny
  ATUCErroredSecs unsignedInt candeny
  ATUCSeverelyErroredSecs unsignedInt candeny
InternetGatewayDevice.WANDevice.{i}.WANDSLInterfaceConfig.Stats.Total.
  ReceiveBlocks unsignedInt candeny deprecated
  TransmitBlocks unsignedInt candeny deprecated
  CellDelin unsignedInt candeny deprecated
  LinkRetrain unsignedInt candeny deprecated
  InitErrors unsignedInt candeny deprecated
  InitTimeouts unsignedInt candeny
  LossOfFraming unsignedInt candeny deprecated
  ErroredSecs unsignedInt candeny
  SeverelyErroredSecs unsignedInt candeny
  FECErrors unsignedInt candeny
  ATUCFECErrors unsignedInt candeny
  HECErrors unsignedInt candeny
  ATUCHECErrors unsignedInt candeny
  CRCErrors unsignedInt candeny
  ATUCCRCErrors unsignedInt candeny
  LInit boolean candeny
  LOF boolean candeny
  ATUCErroredSecs unsignedInt candeny
  ATUCSeverelyErroredSecs unsignedInt candeny
InternetGatewayDevice.WANDevice.{i}.WANDSLInterfaceConfig.TestParams.
  HLOGGds unsignedInt candeny
  HLOGGus unsignedInt candeny
  HLOGpsds list(:2559) string candeny
  HLOGpsus list(:2559) string candeny
  HLOGMTds unsignedInt candeny
  HLOGMTus unsignedInt candeny
  QLNGds unsignedInt candeny
  QLNGus unsignedInt candeny
  QLNpsds list(:2047) int candeny
  QLNpsus list(:2047) string candeny
  QLNMTds unsignedInt candeny
  QLNMTus unsignedInt candeny
  SNRGds unsignedInt candeny
  SNRGus unsignedInt candeny
  SNRpsds list(:2047) int candeny
  SNRpsus list(:2047) string candeny
  SNRMTds unsignedInt candeny
  SNRMTus unsignedInt candeny
  LATNds list(:24) string candeny
  LATNus list(:24) string candeny
  SATNds list(:24) string candeny
  SATNus list(:24) string candeny
InternetGatewayDevice.WANDevice.{i}.WANEthernetInterfaceConfig.
  Enable boolean rw
  Status Up|NoLink|Error|Disabled
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  MaxBitRate 10|100|1000|10000 rw
  DuplexMode Half|Full|Auto rw
  ShapingRate int(-1:) rw
  ShapingBurstSize unsignedInt rw
InternetGatewayDevice.WANDevice.{i}.WANEthernetInterfaceConfig.Stats.
  BytesSent unsignedInt candeny
  BytesReceived unsignedInt candeny
  PacketsSent unsignedInt candeny
  PacketsReceived unsignedInt candeny
InternetGatewayDevice.XMPP.
  ConnectionNumberOfEntries unsignedInt
InternetGatewayDevice.XMPP.Connection.{i}. rw key Alias enabled-key Username,Domain,Resource enable Enable entries ConnectionNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw
  Username string(:256) rw
  Password string(:256) rw hidden
  Domain string(:64) rw
  Resource string(:64) rw
  JabberID string
  Status Enabled|Disabled|Unknown|Dormant|Connecting|ServerNotPresent|Error_Misconfigured|Error_AuthenticationFailure|Error
  LastChangeDate dateTime
  ServerConnectAlgorithm DNS-SRV|ServerTable rw = DNS-SRV
  KeepAliveInterval long(-1:) rw = -1
  ServerConnectAttempts unsignedInt rw = 16
  ServerRetryInitialInterval unsignedInt(1:65535) rw = 60
  ServerRetryIntervalMultiplier unsignedInt(1000:65535) rw = 2000
  ServerRetryMaxInterval unsignedInt(1:) rw = 30720
  UseTLS boolean rw = false
  TLSEstablished boolean
  ServerNumberOfEntries unsignedInt
InternetGatewayDevice.XMPP.Connection.{i}.Server.{i}. rw key Alias enabled-key ServerAddress,Port enable Enable entries ServerNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw
  Priority unsignedInt(0:65535) rw
  Weight long(-1:65535) rw
  ServerAddress string(:256) rw
  Port unsignedInt(0:65535) rw = 5222
InternetGatewayDevice.XMPP.Connection.{i}.Stats.
  ReceivedMessages unsignedInt = 0
  TransmittedMessages unsignedInt = 0
  ReceivedErrorMessages unsignedInt = 0
  TransmittedErrorMessages unsignedInt = 0
