# Device:2.19, imported from the Broadband Forum's tr-181-2-19-1-cwmp-full.xml: regenerate with
#   cwmpd import tr-181-2-19-1-cwmp-full.xml --output FILE.dm
# Objects in the order of their paths, parameters in that of the XML. Without descriptions,
# units and what the model has deleted; `deprecated` also stands for "obsoleted".
# A change made here by hand is lost with the next import: put it into a .dm file of your own.
#
# The notice of the file that this was made from:
#
#   Copyright (c) 2010-2025, Broadband Forum
#
#   The undersigned members have elected to grant the copyright to
#   their contributed material used in this software:
#     Copyright (c) 2017-2019, 2021 ARRIS Enterprises, LLC.
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

model Device:2.19
Device.
  RootDataModelVersion string(:32) /2\.\d+/ forced
  InterfaceStackNumberOfEntries unsignedInt
  CollectionDeviceNumberOfEntries unsignedInt
Device.ATM.
  LinkNumberOfEntries unsignedInt
Device.ATM.Diagnostics.
Device.ATM.Diagnostics.F5Loopback.
  DiagnosticsState None*|Requested|Canceled|Complete*|Error*|Error_Internal*|Error_Other* rw
  Interface string(:256) ~> Device.ATM.Link. rw
  NumberOfRepetitions unsignedInt(1:) rw
  Timeout unsignedInt(1:) rw
  SuccessCount unsignedInt candeny
  FailureCount unsignedInt candeny
  AverageResponseTime unsignedInt candeny
  MinimumResponseTime unsignedInt candeny
  MaximumResponseTime unsignedInt
Device.ATM.Link.{i}. rw key Alias key Name enable Enable entries LinkNumberOfEntries
  Enable boolean rw = false
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error = Down
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> * rw = ""
  LinkType EoA|IPoA|PPPoA|CIP|Unconfigured rw
  AutoConfig boolean
  DestinationAddress string(:256) /\d+\/\d+/ rw
  Encapsulation LLC|VCMUX rw
  FCSPreserved boolean rw
  VCSearchList list(:256) string /\d+\/\d+/ rw
  AAL AAL1|AAL2|AAL3|AAL4|AAL5
Device.ATM.Link.{i}.QoS.
  QoSClass UBR|CBR|GFR|VBR-nrt|VBR-rt|UBR+|ABR rw
  PeakCellRate unsignedInt rw
  MaximumBurstSize unsignedInt rw
  SustainableCellRate unsignedInt rw
Device.ATM.Link.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedLong candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  MulticastPacketsSent unsignedLong candeny
  UnicastPacketsReceived unsignedLong candeny
  MulticastPacketsReceived unsignedLong candeny
  BroadcastPacketsSent unsignedLong candeny
  BroadcastPacketsReceived unsignedLong candeny
  UnknownProtoPacketsReceived unsignedInt candeny
  TransmittedBlocks unsignedInt candeny
  ReceivedBlocks unsignedInt candeny
  CRCErrors unsignedInt candeny
  HECErrors unsignedInt candeny
Device.BASAPM.
  MeasurementEndpointNumberOfEntries unsignedInt
Device.BASAPM.MeasurementEndpoint.{i}. rw key Alias enabled-key MeasurementAgent enable Enable entries MeasurementEndpointNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw
  MeasurementAgent string -> Device.LMAP.MeasurementAgent. rw
  DeviceOwnership ISP|Customer rw
  OperationalDomain string(:256) rw
  InternetDomain string(:64) rw
  UseMeasurementEndpointInReports boolean rw
Device.BASAPM.MeasurementEndpoint.{i}.CustomerDevice.
  EquipmentIdentifier string(:64) rw
  CustomerIdentifier string(:256) rw
Device.BASAPM.MeasurementEndpoint.{i}.ISPDevice.
  ReferencePoint STP|IDTP|RNTP|IRTP|MTP|IATP|UNITP|CEDTP rw
  GeographicalLocation string -> Device.DeviceInfo.Location. rw
Device.Bridging.
  MaxBridgeEntries unsignedInt
  MaxDBridgeEntries unsignedInt
  MaxQBridgeEntries unsignedInt
  MaxVLANEntries unsignedInt
  MaxProviderBridgeEntries unsignedInt
  ProviderBridgeNumberOfEntries unsignedInt
  MaxFilterEntries unsignedInt
  BridgeNumberOfEntries unsignedInt
  FilterNumberOfEntries unsignedInt
Device.Bridging.Bridge.{i}. rw key Alias enable Enable entries BridgeNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error = Disabled
  Alias string(:64) rw
  Name string(:64)
  Standard 802.1D-2004|802.1Q-2005|802.1Q-2011 rw
  AgingTime unsignedInt(10:1000000) rw = 300
  PortNumberOfEntries unsignedInt
  VLANNumberOfEntries unsignedInt
  VLANPortNumberOfEntries unsignedInt
Device.Bridging.Bridge.{i}.Port.{i}. rw key Alias key Name enable Enable entries PortNumberOfEntries
  Enable boolean rw = false
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error = Down
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> * rw = ""
  ManagementPort boolean rw = false
  Type ProviderNetworkPort|CustomerNetworkPort|CustomerEdgePort|CustomerVLANPort|VLANUnawarePort rw
  DefaultUserPriority unsignedInt(0:7) rw
  PriorityRegeneration list items 8 unsignedInt(0:7) rw = "0,1,2,3,4,5,6,7"
  PortState Disabled|Blocking|Listening|Learning|Forwarding|Broken = Disabled
  PVID int(1:4094) rw = 1
  TPID unsignedInt rw = 33024
  AcceptableFrameTypes AdmitAll|AdmitOnlyVLANTagged|AdmitOnlyPrioUntagged rw = AdmitAll
  IngressFiltering boolean rw = false
  ServiceAccessPrioritySelection boolean rw = false
  ServiceAccessPriorityTranslation list items 8 unsignedInt(0:7) rw = "0,1,2,3,4,5,6,7"
  PriorityTagging boolean rw = false
  PathCost unsignedInt(0:65535) rw
  Priority unsignedInt(0:240/16) rw = 128
Device.Bridging.Bridge.{i}.Port.{i}.PriorityCodePoint.
  PCPSelection unsignedInt(1:4) rw = 1
  UseDEI boolean rw = false
  RequireDropEncoding boolean rw = false
  PCPEncoding list items 4 brackets string(31) /([0-7],){15}[0-7]/ rw
  PCPDecoding list items 4 brackets string(15) /([0-7],[0-1],){7}[0-7],[0-1]/ rw
Device.Bridging.Bridge.{i}.Port.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedLong candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  MulticastPacketsSent unsignedLong candeny
  UnicastPacketsReceived unsignedLong candeny
  MulticastPacketsReceived unsignedLong candeny
  BroadcastPacketsSent unsignedLong candeny
  BroadcastPacketsReceived unsignedLong candeny
  UnknownProtoPacketsReceived unsignedInt candeny
Device.Bridging.Bridge.{i}.STP.
  Enable boolean rw = false
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  Protocol STP|RSTP rw
  BridgePriority unsignedInt(0:61440/4096) rw = 32768
  HelloTime unsignedInt(100:1000) rw = 200
  MaxAge unsignedInt(600:4000) rw = 2000
  ForwardingDelay unsignedInt(4:30) rw = 15
Device.Bridging.Bridge.{i}.VLAN.{i}. rw key Alias enabled-key VLANID enable Enable entries VLANNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw
  Name string(:64) rw = ""
  VLANID int(1:4094) rw
Device.Bridging.Bridge.{i}.VLANPort.{i}. rw key Alias enabled-key VLAN,Port enable Enable entries VLANPortNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw
  VLAN string(:256) -> Device.Bridging.Bridge.{i}.VLAN. rw = ""
  Port string(:256) -> Device.Bridging.Bridge.{i}.Port. rw = ""
  Untagged boolean rw
Device.Bridging.Filter.{i}. rw key Alias enable Enable entries FilterNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  Bridge string(:256) -> Device.Bridging.Bridge.,Device.Bridging.Bridge.{i}.VLAN. rw = ""
  Order unsignedInt(1:) rw
  Interface string(:256) -> Device.Bridging.Bridge.{i}.Port. rw = ""
  DHCPType DHCPv4|DHCPv6 rw = DHCPv4
  VLANIDFilter unsignedInt(0:4094) rw = 0
  EthertypeFilterList list(:256) unsignedInt rw = ""
  EthertypeFilterExclude boolean rw = true
  SourceMACAddressFilterList list(:512) string rw = ""
  SourceMACAddressFilterExclude boolean rw = true
  DestMACAddressFilterList list(:512) string rw = ""
  DestMACAddressFilterExclude boolean rw = true
  SourceMACFromVendorClassIDFilter string(:255) rw = ""
  SourceMACFromVendorClassIDFilterv6 hexBinary(:65535) rw = ""
  SourceMACFromVendorClassIDFilterExclude boolean rw = true
  SourceMACFromVendorClassIDMode Exact|Prefix|Suffix|Substring rw = Exact
  DestMACFromVendorClassIDFilter string(:255) rw = ""
  DestMACFromVendorClassIDFilterv6 hexBinary(:65535) rw = ""
  DestMACFromVendorClassIDFilterExclude boolean rw = true
  DestMACFromVendorClassIDMode Exact|Prefix|Suffix|Substring rw = Exact
  SourceMACFromClientIDFilter hexBinary(:65535) rw = ""
  SourceMACFromClientIDFilterExclude boolean rw = true
  DestMACFromClientIDFilter hexBinary(:65535) rw = ""
  DestMACFromClientIDFilterExclude boolean rw = true
  SourceMACFromUserClassIDFilter hexBinary(:65535) rw = ""
  SourceMACFromUserClassIDFilterExclude boolean rw = true
  DestMACFromUserClassIDFilter hexBinary(:65535) rw = ""
  DestMACFromUserClassIDFilterExclude boolean rw = true
  DestIP string(:45) rw = ""
  DestMask string(:49) rw = ""
  DestIPExclude boolean rw = false
  SourceIP string(:45) rw = ""
  SourceMask string(:49) rw = ""
  SourceIPExclude boolean rw = false
  Protocol int(-1:255) rw = -1
  ProtocolExclude boolean rw = false
  DestPort int(-1:65535) rw = -1
  DestPortRangeMax int(-1:65535) rw = -1
  DestPortExclude boolean rw = false
  SourcePort int(-1:65535) rw = -1
  SourcePortRangeMax int(-1:65535) rw = -1
  SourcePortExclude boolean rw = false
Device.Bridging.ProviderBridge.{i}. rw key Alias enable Enable entries ProviderBridgeNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  Alias string(:64) rw
  Type S-VLAN|PE rw
  SVLANcomponent string(:256) -> Device.Bridging.Bridge. rw = ""
  CVLANcomponents list string(:256) -> Device.Bridging.Bridge. rw = ""
Device.BulkData.
  Enable boolean rw
  Status Enabled|Disabled|Error
  MinReportingInterval unsignedInt
  Protocols list Streaming|File|HTTP|MQTT
  EncodingTypes list XML|XDR|CSV|JSON
  ParameterWildCardSupported boolean
  MaxNumberOfProfiles int(-1:)
  MaxNumberOfParameterReferences int(-1:)
  ProfileNumberOfEntries unsignedInt
Device.BulkData.Profile.{i}. rw key Alias enable Enable entries ProfileNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw
  Name string(:255) rw
  NumberOfRetainedFailedReports int(-1:) rw = 0
  Protocol string rw
  EncodingType string rw
  ReportingInterval unsignedInt(1:) rw = 86400
  TimeReference dateTime rw = 0001-01-01T00:00:00Z
  ParameterNumberOfEntries unsignedInt
  StreamingHost string(:256) rw
  StreamingPort unsignedInt(0:65535) rw = 4737
  StreamingSessionID unsignedInt(48:57,65:90) rw
  FileTransferURL string(:2048) rw
  FileTransferUsername string(:64) rw
  FileTransferPassword string(:64) rw hidden
  ControlFileFormat string(:128) rw
Device.BulkData.Profile.{i}.CSVEncoding.
  FieldSeparator string rw = ","
  RowSeparator string rw = " "
  EscapeCharacter string rw = "\""
  ReportFormat ParameterPerRow|ParameterPerColumn rw = ParameterPerColumn
  RowTimestamp Unix-Epoch|ISO-8601|None rw = Unix-Epoch
Device.BulkData.Profile.{i}.HTTP.
  URL string(:2048) rw
  Username string(:256) rw
  Password string(:256) rw hidden
  CompressionsSupported list GZIP|Compress|Deflate
  Compression string rw = None
  MethodsSupported list POST|PUT
  Method string rw = POST
  UseDateHeader boolean rw = true
  RetryEnable boolean rw = false
  RetryMinimumWaitInterval unsignedInt(1:65535) rw = 5
  RetryIntervalMultiplier unsignedInt(1000:65535) rw = 2000
  RequestURIParameterNumberOfEntries unsignedInt
  PersistAcrossReboot boolean rw = false
Device.BulkData.Profile.{i}.HTTP.RequestURIParameter.{i}. rw entries RequestURIParameterNumberOfEntries
  Name string(:64) rw
  Reference string(:256) rw = ""
Device.BulkData.Profile.{i}.JSONEncoding.
  ReportFormat ObjectHierarchy|NameValuePair rw = ObjectHierarchy
  ReportTimestamp Unix-Epoch|ISO-8601|None rw = Unix-Epoch
Device.BulkData.Profile.{i}.MQTT.
  Reference string -> Device.MQTT.Client. rw = ""
  PublishTopic string(:65535) rw
  PublishQoS unsignedInt(0:2) rw
  PublishRetain boolean rw = false
Device.BulkData.Profile.{i}.Parameter.{i}. rw entries ParameterNumberOfEntries
  Name string(:64) rw
  Reference string(:256) rw = ""
  Exclude boolean rw = false
Device.CaptivePortal.
  Enable boolean rw
  Status Disabled|Enabled|Error_URLEmpty|Error
  AllowedList list items :10000 string rw
  URL string(:2048) rw
Device.Cellular.
  RoamingEnabled boolean rw
  RoamingStatus Home|Roaming
  InterfaceNumberOfEntries unsignedInt
  AccessPointNumberOfEntries unsignedInt
Device.Cellular.AccessPoint.{i}. rw key Alias enabled-key APN,Interface enable Enable entries AccessPointNumberOfEntries
  Enable boolean rw
  Alias string(:64) rw
  APN string(:64) rw
  Username string(:256) rw
  Password string(:256) rw hidden
  Proxy string(:45) rw
  ProxyPort unsignedInt(1:65535) rw
  Interface string -> Device.Cellular.Interface. rw
  IPVersion int(4,6,-1) rw = -1
  Type list string rw
Device.Cellular.Interface.{i}. key Alias key Name entries InterfaceNumberOfEntries
  Enable boolean rw
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> * rw
  Upstream boolean
  IMEI string(15) /[0-9]{15,15}/
  SupportedAccessTechnologies list GPRS|EDGE|UMTS|UMTSHSPA|CDMA2000OneX|CDMA2000HRPD|LTE|NR
  PreferredAccessTechnology string rw = Auto
  CurrentAccessTechnology string
  AvailableNetworks list string(:64) candeny
  NetworkRequested string(:64) rw = ""
  NetworkInUse string(:64)
  RSSI int candeny
  RSRP int candeny
  RSRQ int candeny
  UpstreamMaxBitRate unsignedInt
  DownstreamMaxBitRate unsignedInt
  SIMReferenceList list string -> Device.TrustedElements.SIM. rw
Device.Cellular.Interface.{i}.SMS.
  StorageNumberOfEntries unsignedInt
  MessageNumberOfEntries unsignedInt
Device.Cellular.Interface.{i}.SMS.Incoming.
  StorageRef string -> Device.Cellular.Interface.{i}.SMS.Storage. rw
  CapacityLimit int(-1:) rw
Device.Cellular.Interface.{i}.SMS.Message.{i}. rw key Alias entries MessageNumberOfEntries
  Alias string(:64) rw
  Sender string
  Receiver string
  TimeStamp dateTime
  Text string
  StorageRef string -> Device.Cellular.Interface.{i}.SMS.Storage.
  Status ReceivedRead|Received|Sent|Stored|Unknown
  Type PointToPoint|Broadcast|Acknowledgement
Device.Cellular.Interface.{i}.SMS.Outgoing.
  StorageRef string -> Device.Cellular.Interface.{i}.SMS.Storage. rw
  CapacityLimit int(-1:) rw
Device.Cellular.Interface.{i}.SMS.Storage.{i}. key Alias entries StorageNumberOfEntries
  Alias string(:64) rw
  Location string(:64) rw
  Capacity unsignedInt
  StorageAvailable boolean
  AvailableCapacity unsignedInt
Device.Cellular.Interface.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedLong candeny
  ErrorsReceived unsignedLong candeny
  UnicastPacketsSent unsignedLong candeny
  DiscardPacketsSent unsignedLong candeny
  DiscardPacketsReceived unsignedLong candeny
  MulticastPacketsSent unsignedLong candeny
  UnicastPacketsReceived unsignedLong candeny
  MulticastPacketsReceived unsignedLong candeny
  BroadcastPacketsSent unsignedLong candeny
  BroadcastPacketsReceived unsignedLong candeny
  UnknownProtoPacketsReceived unsignedLong candeny
Device.Cellular.Interface.{i}.USIM. deprecated
  Status None|Available|Valid|Blocked|Error
  IMSI string(14:15) /[0-9]{14,15}/
  ICCID string(6:20) /[0-9]{6,20}/
  MSISDN string(14:15) /[0-9]{14,15}/
  PINCheck OnNetworkAccess|Reboot|Off rw
  PIN string(:4) rw hidden
Device.CollectionDevice.{i}. key Alias entries CollectionDeviceNumberOfEntries
  Alias string(:64) rw
  IsNativeDevice boolean
  DataElementsDeviceRef string -> Device.WiFi.DataElements.Network.Device.
  IEEE1905DeviceRef string -> Device.IEEE1905.AL.NetworkTopology.IEEE1905Device.
  LLDPDeviceRef string -> Device.LLDP.Discovery.Device.
  UPnPDeviceRef list string -> Device.UPnP.Discovery.Device.
  HostDeviceRef list string -> Device.Hosts.Host.
  GhnAssociatedDeviceRef string -> Device.Ghn.Interface.{i}.AssociatedDevice.
  MoCAAssociatedDeviceRef string -> Device.MoCA.Interface.{i}.AssociatedDevice.
  HomePlugAssociatedDeviceRef string -> Device.HomePlug.Interface.{i}.AssociatedDevice.
  HPNAAssociatedDeviceRef string -> Device.HPNA.Interface.{i}.AssociatedDevice.
  UPAAssociatedDeviceRef string -> Device.UPA.Interface.{i}.AssociatedDevice.
  WiFiAssociatedDeviceRef string -> Device.WiFi.AccessPoint.{i}.AssociatedDevice.
  ZigBeeAssociatedDeviceRef string -> Device.ZigBee.Interface.{i}.AssociatedDevice.
  ThreadAssociatedNodeRef string -> Device.Thread.MLE.{i}.AssociatedNode.
Device.DHCPv4.
  ClientNumberOfEntries unsignedInt
Device.DHCPv4.Client.{i}. rw key Alias enabled-key Interface enable Enable entries ClientNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw
  Interface string(:256) -> Device.IP.Interface. rw = ""
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  DHCPStatus Init|Selecting|Requesting|Rebinding|Bound|Renewing
  Renew boolean rw = false command
  IPAddress string(:15) // /((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])/ = ""
  SubnetMask string(:15) // /((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])/ = ""
  IPRouters list(:256) string(:15) // /((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])/ = ""
  DNSServers list(:256) string(:15) // /((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])/ = ""
  LeaseTimeRemaining int(-1:) = 0 candeny
  DHCPServer string(:15) // /((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])/ = ""
  PassthroughEnable boolean rw = false
  PassthroughDHCPPool string(:256) -> Device.DHCPv4.Server.Pool. rw = ""
  AuthenticationProtocol None|ConfigurationToken|DelayedAuthentication rw = None
  DSCPMark unsignedInt(0:63) rw = 48
  SentOptionNumberOfEntries unsignedInt
  ReqOptionNumberOfEntries unsignedInt
Device.DHCPv4.Client.{i}.ReqOption.{i}. rw key Alias enabled-key Tag enable Enable entries ReqOptionNumberOfEntries
  Enable boolean rw = false
  Order unsignedInt(1:) rw
  Alias string(:64) rw
  Tag unsignedInt(1:254) rw
  Value hexBinary(0:255) = ""
Device.DHCPv4.Client.{i}.Retransmission.
  DiscoverInitialTimeout unsignedInt rw = 4
  DiscoverMaxTimeout unsignedInt rw = 64
  DiscoverMaxDuration unsignedInt rw = 0
  RequestInitialTimeout unsignedInt rw = 4
  RequestMaxTimeout unsignedInt rw = 64
  RequestMaxDuration unsignedInt rw = 0
  TimeoutRandomize int rw = 1000
Device.DHCPv4.Client.{i}.SentOption.{i}. rw key Alias enabled-key Tag enable Enable entries SentOptionNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw
  Tag unsignedInt(1:254) rw
  Value hexBinary(0:255) rw = ""
Device.DHCPv4.Client.{i}.Stats.
  Discover unsignedLong
  Offer unsignedLong
  Request unsignedLong
  Decline unsignedLong
  Release unsignedLong
  Inform unsignedLong
  ACK unsignedLong
  NACK unsignedLong
  ForceRenew unsignedLong
  DiscardedPackets unsignedLong
  TransmitFailure unsignedLong
  Reset boolean rw command
Device.DHCPv4.Relay.
  Enable boolean rw
  Status Disabled|Enabled|Error
  ForwardingNumberOfEntries unsignedInt
Device.DHCPv4.Relay.Forwarding.{i}. rw key Alias enable Enable entries ForwardingNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  Alias string(:64) rw
  Order unsignedInt(1:) rw
  Interface string(:256) -> Device.IP.Interface. rw = ""
  VendorClassID string(:255) rw = ""
  VendorClassIDExclude boolean rw = false
  VendorClassIDMode Exact|Prefix|Suffix|Substring rw = Exact
  ClientID hexBinary(:255) rw = ""
  ClientIDExclude boolean rw = false
  UserClassID hexBinary(:255) rw = ""
  UserClassIDExclude boolean rw = false
  Chaddr string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw = ""
  ChaddrMask string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw = ""
  ChaddrExclude boolean rw = false
  LocallyServed boolean rw = false
  DHCPServerIPAddress string(:15) // /((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])/ rw
Device.DHCPv4.Server.
  Enable boolean rw
  PoolNumberOfEntries unsignedInt
Device.DHCPv4.Server.Pool.{i}. rw key Alias enabled-key Order enable Enable entries PoolNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  Alias string(:64) rw
  Order unsignedInt(1:) rw
  Interface string(:256) -> Device.IP.Interface. rw = ""
  VendorClassID string(:255) rw = ""
  VendorClassIDExclude boolean rw = false
  VendorClassIDMode Exact|Prefix|Suffix|Substring rw = Exact
  ClientID hexBinary(:255) rw = ""
  ClientIDExclude boolean rw = false
  UserClassID hexBinary(:255) rw = ""
  UserClassIDExclude boolean rw = false
  Chaddr string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw = ""
  ChaddrMask string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw = ""
  ChaddrExclude boolean rw = false
  AllowedDevices All|Known|Unknown rw
  MinAddress string(:15) // /((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])/ rw
  MaxAddress string(:15) // /((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])/ rw
  ReservedAddresses list items :32 string(:15) // /((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])/ rw = ""
  SubnetMask string(:15) // /((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])/ rw
  DNSServers list items :4 string(:15) // /((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])/ rw
  DomainName string(:64) rw
  IPRouters list items :4 string(:15) // /((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])/ rw
  WINSServers list string(:15) // /((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])/ rw = ""
  LeaseTime int(-1:) rw = 86400
  DSCPMark unsignedInt(0:63) rw = 48
  StaticAddressNumberOfEntries unsignedInt
  OptionNumberOfEntries unsignedInt
  ClientNumberOfEntries unsignedInt
Device.DHCPv4.Server.Pool.{i}.Client.{i}. key Alias enabled-key Chaddr entries ClientNumberOfEntries
  Alias string(:64) rw
  Chaddr string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  Active boolean
  IPv4AddressNumberOfEntries unsignedInt
  OptionNumberOfEntries unsignedInt
Device.DHCPv4.Server.Pool.{i}.Client.{i}.IPv4Address.{i}. enabled-key IPAddress entries IPv4AddressNumberOfEntries
  IPAddress string(:15) // /((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])/
  LeaseTimeRemaining dateTime
Device.DHCPv4.Server.Pool.{i}.Client.{i}.Option.{i}. entries OptionNumberOfEntries
  Tag unsignedInt(0:255)
  Value hexBinary(0:255)
Device.DHCPv4.Server.Pool.{i}.Option.{i}. rw key Alias enabled-key Tag enable Enable entries OptionNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw
  Tag unsignedInt(1:254) rw
  Value hexBinary(0:255) rw = ""
Device.DHCPv4.Server.Pool.{i}.StaticAddress.{i}. rw key Alias enabled-key Chaddr enable Enable entries StaticAddressNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw
  Chaddr string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw = ""
  Yiaddr string(:15) // /((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])/ rw = ""
Device.DHCPv4.Server.Stats.
  Discover unsignedLong
  Offer unsignedLong
  Request unsignedLong
  ACK unsignedLong
  NACK unsignedLong
  Decline unsignedLong
  Release unsignedLong
  Inform unsignedLong
  ForceRenew unsignedLong
  DiscardedPackets unsignedLong
  TransmitFailure unsignedLong
  RelayOptionDropped unsignedLong
  SecondServerDetected unsignedLong
  Reset boolean rw command
Device.DHCPv6.
  ClientNumberOfEntries unsignedInt
Device.DHCPv6.Client.{i}. rw key Alias enabled-key Interface enable Enable entries ClientNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw
  Interface string(:256) -> Device.IP.Interface. rw = ""
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  DUID hexBinary(:130)
  RequestAddresses boolean rw = true
  RequestPrefixes boolean rw = false
  RapidCommit boolean rw = false
  Renew boolean rw = false command
  SuggestedT1 int(-1:) rw
  SuggestedT2 int(-1:) rw
  SupportedOptions list unsignedInt
  RequestedOptions list unsignedInt rw
  AuthenticationProtocol None|ConfigurationToken|DelayedAuthentication|ReconfigureKeyAuthentication rw = None
  DSCPMark unsignedInt(0:63) rw = 48
  ServerNumberOfEntries unsignedInt
  SentOptionNumberOfEntries unsignedInt
  ReceivedOptionNumberOfEntries unsignedInt
Device.DHCPv6.Client.{i}.ReceivedOption.{i}. entries ReceivedOptionNumberOfEntries
  Tag unsignedInt(0:65535)
  Value hexBinary(0:65535)
  Server string -> Device.DHCPv6.Client.{i}.Server.
Device.DHCPv6.Client.{i}.Retransmission.
  SolicitMaxDelay unsignedInt rw = 1
  SolicitInitialTimeout unsignedInt rw = 1
  SolicitMaxTimeout unsignedInt rw = 3600
  RequestInitialTimeout unsignedInt rw = 1
  RequestMaxTimeout unsignedInt rw = 30
  RequestMaxRetry unsignedInt rw = 10
  ConfirmMaxDelay unsignedInt rw = 1
  ConfirmInitialTimeout unsignedInt rw = 1
  ConfirmMaxTimeout unsignedInt rw = 4
  ConfirmMaxDuration unsignedInt rw = 10
  RenewInitialTimeout unsignedInt rw = 10
  RenewMaxTimeout unsignedInt rw = 600
  RebindInitialTimeout unsignedInt rw = 10
  RebindMaxTimeout unsignedInt rw = 600
  InformationRequestMaxDelay unsignedInt rw = 1
  InformationRequestInitialTimeout unsignedInt rw = 1
  InformationRequestMaxTimeout unsignedInt rw = 3600
  ReleaseInitialTimeout unsignedInt rw = 1
  ReleaseMaxAttempts unsignedInt rw = 4
  DeclineInitialTimeout unsignedInt rw = 1
  DeclineMaxAttempts unsignedInt rw = 4
  ReconfigureInitialTimeout unsignedInt rw = 2
  ReconfigureMaxAttempts unsignedInt rw = 8
  HopCountLimit unsignedInt rw = 32
  InformationRefreshTime unsignedInt rw = 86400
  MinInformationRefreshTime unsignedInt rw = 600
  MaxWaitTime unsignedInt rw = 60
  TimeoutRandomize int rw = 100
Device.DHCPv6.Client.{i}.SentOption.{i}. rw key Alias enabled-key Tag enable Enable entries SentOptionNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw
  Tag unsignedInt(0:65535) rw
  Value hexBinary(0:65535) rw = ""
Device.DHCPv6.Client.{i}.Server.{i}. enabled-key SourceAddress entries ServerNumberOfEntries
  SourceAddress string(:45)
  DUID hexBinary(:130)
  InformationRefreshTime dateTime
Device.DHCPv6.Client.{i}.Stats.
  Solicit unsignedLong
  Advertise unsignedLong
  Request unsignedLong
  Confirm unsignedLong
  Renew unsignedLong
  Rebind unsignedLong
  Reply unsignedLong
  Release unsignedLong
  Decline unsignedLong
  Reconfigure unsignedLong
  InformationRequest unsignedLong
  DiscardedPackets unsignedLong
  TransmitFailure unsignedLong
  Reset boolean rw command
Device.DHCPv6.Server.
  Enable boolean rw
  PoolNumberOfEntries unsignedInt
Device.DHCPv6.Server.Pool.{i}. rw key Alias enabled-key Order enable Enable entries PoolNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  Alias string(:64) rw
  Order unsignedInt(1:) rw
  Interface string(:256) -> Device.IP.Interface. rw = ""
  DUID hexBinary(:130) rw = ""
  DUIDExclude boolean rw = false
  VendorClassID hexBinary(:65535) rw = ""
  VendorClassIDExclude boolean rw = false
  UserClassID hexBinary(:65535) rw = ""
  UserClassIDExclude boolean rw = false
  SourceAddress string(:45) rw = ""
  SourceAddressMask string(:45) rw = ""
  SourceAddressExclude boolean rw = false
  IANAEnable boolean rw
  IANAManualPrefixes list items :8 string -> Device.IP.Interface.{i}.IPv6Prefix. rw = ""
  IANAPrefixes list items :8 string -> Device.IP.Interface.{i}.IPv6Prefix.
  IAPDEnable boolean rw
  IAPDManualPrefixes list items :8 string -> Device.IP.Interface.{i}.IPv6Prefix. rw = ""
  IAPDPrefixes list items :8 string -> Device.IP.Interface.{i}.IPv6Prefix.
  IAPDAddLength unsignedInt(:64) rw
  DSCPMark unsignedInt(0:63) rw = 48
  ClientNumberOfEntries unsignedInt
  OptionNumberOfEntries unsignedInt
Device.DHCPv6.Server.Pool.{i}.Client.{i}. key Alias enabled-key SourceAddress entries ClientNumberOfEntries
  Alias string(:64) rw
  SourceAddress string(:45)
  Active boolean
  IPv6AddressNumberOfEntries unsignedInt
  IPv6PrefixNumberOfEntries unsignedInt
  OptionNumberOfEntries unsignedInt
Device.DHCPv6.Server.Pool.{i}.Client.{i}.IPv6Address.{i}. enabled-key IPAddress entries IPv6AddressNumberOfEntries
  IPAddress string(:45)
  PreferredLifetime dateTime
  ValidLifetime dateTime
Device.DHCPv6.Server.Pool.{i}.Client.{i}.IPv6Prefix.{i}. enabled-key Prefix entries IPv6PrefixNumberOfEntries
  Prefix string(:49)
  PreferredLifetime dateTime
  ValidLifetime dateTime
Device.DHCPv6.Server.Pool.{i}.Client.{i}.Option.{i}. entries OptionNumberOfEntries
  Tag unsignedInt(0:65535)
  Value hexBinary(0:65535)
Device.DHCPv6.Server.Pool.{i}.Option.{i}. rw key Alias enabled-key Tag enable Enable entries OptionNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw
  Tag unsignedInt(0:65535) rw
  Value hexBinary(0:65535) rw = ""
  PassthroughClient string(:256) -> Device.DHCPv6.Client. rw = ""
Device.DHCPv6.Server.Stats.
  Solicit unsignedLong
  Advertise unsignedLong
  Request unsignedLong
  Confirm unsignedLong
  Renew unsignedLong
  Rebind unsignedLong
  Reply unsignedLong
  Release unsignedLong
  Decline unsignedLong
  Reconfigure unsignedLong
  InformationRequest unsignedLong
  RelayForward unsignedLong
  RelayReply unsignedLong
  DiscardedPackets unsignedLong
  TransmitFailure unsignedLong
  Reset boolean rw command
Device.DLNA.
Device.DLNA.Capabilities.
  HNDDeviceClass list(:256) string
  DeviceCapability list(:256) string
  HIDDeviceClass list(:256) string
  ImageClassProfileID list(:256) string
  AudioClassProfileID list(:256) string
  AVClassProfileID list(:256) string
  MediaCollectionProfileID list(:256) string
  PrinterClassProfileID list(:256) string
Device.DNS.
  SupportedRecordTypes list A|AAAA|SRV|PTR
  ZoneNumberOfEntries unsignedInt
Device.DNS.Client.
  Enable boolean rw
  Status Disabled|Enabled|Error
  ServerNumberOfEntries unsignedInt
Device.DNS.Client.Server.{i}. rw enabled-key DNSServer key Alias enable Enable entries ServerNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error = Disabled
  Alias string(:64) rw
  DNSServer string(:45) rw
  Interface string(:256) -> Device.IP.Interface. rw = ""
  Type DHCPv4|DHCPv6|RouterAdvertisement|IPCP|3GPP-NAS|Static = Static
Device.DNS.Diagnostics.
Device.DNS.Diagnostics.NSLookupDiagnostics.
  DiagnosticsState None*|Requested|Canceled|Complete*|Error_DNSServerNotResolved*|Error_Internal*|Error_Other* rw candeny
  Interface string(:256) ~> * rw
  HostName string(:256) rw
  DNSServer string(:256) rw
  Timeout unsignedInt rw
  NumberOfRepetitions unsignedInt rw
  ResultNumberOfEntries unsignedInt candeny
  SuccessCount unsignedInt candeny
Device.DNS.Diagnostics.NSLookupDiagnostics.Result.{i}. entries ResultNumberOfEntries
  Status Success|Error_DNSServerNotAvailable|Error_HostNameNotResolved|Error_Timeout|Error_Other candeny
  AnswerType None|Authoritative|NonAuthoritative candeny
  HostNameReturned string(:256)
  IPAddresses list items :10 string(:45) candeny
  DNSServerIP string(:45) candeny
  ResponseTime unsignedInt candeny
Device.DNS.Relay.
  Enable boolean rw
  Status Disabled|Enabled|Error
  ConfigNumberOfEntries unsignedInt
  ForwardNumberOfEntries unsignedInt
Device.DNS.Relay.Config.{i}. rw key Alias entries ConfigNumberOfEntries
  Alias string(:64) rw
  Forwarders list string(:256) -> Device.DNS.Relay.Forwarding. rw = ""
  Interface string(:256) -> Device.IP.Interface. rw = ""
  CacheSize unsignedInt = 0
  CacheMinTTL unsignedInt = 0
  CacheMaxTTL unsignedInt = 86400
Device.DNS.Relay.Forwarding.{i}. rw enabled-key DNSServer key Alias enable Enable entries ForwardNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error = Disabled
  Alias string(:64) rw
  DNSServer string(:45) rw
  Interface string(:256) -> Device.IP.Interface. rw = ""
  Type DHCPv4|DHCPv6|RouterAdvertisement|IPCP|3GPP-NAS|Static = Static
Device.DNS.SD.
  Enable boolean rw
  Status Disabled|Enabled|Error
  AdvertiseNumberOfEntries unsignedInt
  ServiceNumberOfEntries unsignedInt
  AdvertisedInterfaces list string -> Device.IP.Interface. rw deprecated
Device.DNS.SD.Advertise.{i}. rw enabled-key Alias enable Enable entries AdvertiseNumberOfEntries
  Enable boolean rw
  Alias string(:64) rw
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  Interface string(:256) -> Device.IP.Interface. rw
  InstanceName string(:63) rw
  ApplicationProtocol string(:15) rw
  TransportProtocol TCP|UDP rw
  Domain string(:256) rw = local
  Port unsignedInt(:65535) rw
  TextRecordNumberOfEntries unsignedInt
Device.DNS.SD.Advertise.{i}.TextRecord.{i}. rw entries TextRecordNumberOfEntries
  Key string(:255) rw
  Value string(:255) rw
Device.DNS.SD.Service.{i}. enabled-key InstanceName,ApplicationProtocol,TransportProtocol,Domain entries ServiceNumberOfEntries
  InstanceName string(:63)
  ApplicationProtocol string(:15)
  TransportProtocol TCP|UDP
  Domain string(:256)
  Port unsignedInt(:65535)
  Target string(:256)
  Status LeaseActive|GoodbyeReceived|LeaseExpired
  LastUpdate dateTime
  Host list string(:256) -> Device.Hosts.Host.
  TimeToLive unsignedInt(:2147483647)
  Priority unsignedInt(:65535)
  Weight unsignedInt(:65535)
  TextRecordNumberOfEntries unsignedInt
Device.DNS.SD.Service.{i}.TextRecord.{i}. entries TextRecordNumberOfEntries
  Key string(:255)
  Value string(:255)
Device.DNS.Zone.{i}. rw key Alias entries ZoneNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw
  Name string(:128) rw
  Origin User|System|Controller = System
  Interface string(:256) -> Device.IP.Interface. rw = ""
  HostNumberOfEntries unsignedInt
Device.DNS.Zone.{i}.Host.{i}. rw key Alias entries HostNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw
  Name list string(:128) rw
  Origin User|System|Controller = System
  Host string(:256) -> Device.Hosts.Host. rw
  LastUpdate dateTime
Device.DOCSIS.
  CapabilitiesReq hexBinary(0,2:255)
  CapabilitiesRsp hexBinary(0,2:255)
  DownstreamChannelNumberOfEntries unsignedInt
  UpstreamChannelNumberOfEntries unsignedInt
  DownstreamNumberOfEntries unsignedInt
  UpstreamNumberOfEntries unsignedInt
  InterfaceNumberOfEntries unsignedInt
Device.DOCSIS.Downstream.{i}. key Alias key Name entries DownstreamNumberOfEntries
  Enable boolean rw
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> * rw
  MaxBitRate int(-1:) rw
  Upstream boolean
  CurrentBitRate unsignedInt candeny
  DownstreamChannelList list(:1024) string -> Device.DOCSIS.DownstreamChannel. rw
Device.DOCSIS.Downstream.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedLong candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  MulticastPacketsSent unsignedLong candeny
  UnicastPacketsReceived unsignedLong candeny
  MulticastPacketsReceived unsignedLong candeny
  BroadcastPacketsSent unsignedLong candeny
  BroadcastPacketsReceived unsignedLong candeny
  UnknownProtoPacketsReceived unsignedInt candeny
Device.DOCSIS.DownstreamChannel.{i}. key Alias entries DownstreamChannelNumberOfEntries
  Alias string(:64) rw
  ID unsignedInt(0:255)
  Frequency int(0:1000000000)
  Width int(0:16000000)
  Modulation Unknown|Other|QAM64|QAM256
  Interleave Unknown|Other|Taps8Increment16|Taps16Increment8|Taps32Increment4|Taps64Increment2|Taps128Increment1|Taps12increment17
  Power int
  Annex Unknown|Other|AnnexA|AnnexB|AnnexC
Device.DOCSIS.DownstreamChannel.{i}.SignalQuality.
  SignalNoise int
  Microreflections int(0:255)
  EqualizationData hexBinary(0,36:260)
  ExtUnerroreds unsignedLong
  ExtCorrecteds unsignedLong
  ExtUncorrectables unsignedLong
Device.DOCSIS.DownstreamChannel.{i}.SignalQualityExt.
  RxMER int
  RxMerSamples unsignedInt
  FbeNormalizationCoefficient int
Device.DOCSIS.Interface.{i}. key Alias key Name entries InterfaceNumberOfEntries
  Enable boolean rw
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> * rw
  MACAddress string
  CMTSAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  Capabilities list ATMCells|Concatenation
  FirmwareVersion string(:64)
  DOCSISVersion DOCSIS10|DOCSIS11|DOCSIS20|DOCSIS30|DOCSIS31
  MdCfgIpProvMode IPv4Only|IPv6Only|HonorMDD
Device.DOCSIS.Interface.{i}.ConnectivityStatus.
  Value Other|NotReady|NotSynchronized|PhySynchronized|UsParametersAcquired|RangingComplete|DHCPv4Complete|ToDEstablished|SecurityEstablished|ConfigFileDownloadComplete|RegistrationComplete|Operational|AccessDenied|EAEInProgress|DHCPv4InProgress|DHCPv6InProgress|DHCPv6Complete|RegistrationInProgress|BPIInit|ForwardingDisabled|DsTopologyResolutionInProgress|RangingInProgress|RFMuteAll
  StatusCode string(0,5:7)
  Resets unsignedInt
  LostSyncs unsignedInt
  InvalidMaps unsignedInt
  InvalidUcds unsignedInt
  InvalidRangingRsps unsignedInt
  InvalidRegRsps unsignedInt
  T1Timeouts unsignedInt
  T2Timeouts unsignedInt
Device.DOCSIS.Interface.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedLong candeny
  DiscardPacketsSent unsignedLong candeny
  DiscardPacketsReceived unsignedLong candeny
  MulticastPacketsSent unsignedLong candeny
  UnicastPacketsReceived unsignedLong candeny
  MulticastPacketsReceived unsignedLong candeny
  BroadcastPacketsSent unsignedLong candeny
  BroadcastPacketsReceived unsignedLong candeny
  UnknownProtoPacketsReceived unsignedLong candeny
Device.DOCSIS.SpectrumAnalysis.
  Enable boolean rw = false
  InactivityTimeout int(0:86400) rw = 300
  FirstSegmentCenterFrequency unsignedInt rw = 93000000
  LastSegmentCenterFrequency unsignedInt rw = 993000000
  SegmentFrequencySpan unsignedInt(1000000:900000000) rw = 7500000
  NumBinsPerSegment unsignedInt(2:2048) rw = 256
  EquivalentNoiseBandwidth unsignedInt(50:500) rw = 150
  WindowFunction Other|Hann|BlackmanHarris|Rectangular|Hamming|FlatTop|Gaussian|Chebyshev rw
  NumberOfAverages unsignedInt(1:1000) rw = 1
  ResultNumberOfEntries unsignedInt
Device.DOCSIS.SpectrumAnalysis.Result.{i}. enabled-key Frequency entries ResultNumberOfEntries
  Frequency int(-2147483648:2147483647)
  AmplitudeData hexBinary(0,2:4116)
  TotalSegmentPower int
Device.DOCSIS.Upstream.{i}. key Alias key Name entries UpstreamNumberOfEntries
  Enable boolean rw
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> * rw
  MaxBitRate int(-1:) rw
  Upstream boolean
  CurrentBitRate unsignedInt candeny
  UpstreamChannelList list(:1024) string -> Device.DOCSIS.UpstreamChannel. rw
Device.DOCSIS.Upstream.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedLong candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  MulticastPacketsSent unsignedLong candeny
  UnicastPacketsReceived unsignedLong candeny
  MulticastPacketsReceived unsignedLong candeny
  BroadcastPacketsSent unsignedLong candeny
  BroadcastPacketsReceived unsignedLong candeny
  UnknownProtoPacketsReceived unsignedInt candeny
Device.DOCSIS.UpstreamChannel.{i}. rw key Alias entries UpstreamChannelNumberOfEntries
  Alias string(:64) rw
  ID int(0:255)
  Frequency int(0:1000000000)
  Width int(0:64000000)
  SlotSize unsignedInt
  TxTimingOffset unsignedInt
  RangingBackoffStart int(0:16)
  RangingBackoffEnd int(0:16)
  TxBackoffStart int(0:16)
  TxBackoffEnd int(0:16)
Device.DOCSIS.UpstreamChannel.{i}.Status.
  TxPower int
  T3Timeouts unsignedInt
  T4Timeouts unsignedInt
  RangingAborteds unsignedInt
  ModulationType Unknown|TDMA|ATDMA|SCDMA|TDMAAndATDMA
  EqData hexBinary(0,36:260)
  T3Exceededs unsignedInt
  IsMuted boolean
  RangingStatus Other|Aborted|RetriesExceeded|Success|Continue|TimeoutT4
Device.DSL.
  LineNumberOfEntries unsignedInt
  ChannelNumberOfEntries unsignedInt
  BondingGroupNumberOfEntries unsignedInt
Device.DSL.BondingGroup.{i}. key Alias key Name enabled-key GroupID entries BondingGroupNumberOfEntries
  Enable boolean rw
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> *
  GroupStatus list NoPeer|PeerPowerLoss|PeerBondSchemeMismatch|LowRate
  GroupID unsignedInt
  BondSchemesSupported list ATM|Ethernet|TDIM
  BondScheme string
  GroupCapacity unsignedInt(1:32)
  RunningTime unsignedInt candeny
  TargetUpRate unsignedInt
  TargetDownRate unsignedInt
  ThreshLowUpRate unsignedInt
  ThreshLowDownRate unsignedInt
  UpstreamDifferentialDelayTolerance unsignedInt
  DownstreamDifferentialDelayTolerance unsignedInt
  BondedChannelNumberOfEntries unsignedInt(1:32)
Device.DSL.BondingGroup.{i}.BondedChannel.{i}. key Alias enabled-key Channel entries BondedChannelNumberOfEntries
  Alias string(:64) rw
  Channel string(:256) -> Device.DSL.Channel.,Device.FAST.Line.
Device.DSL.BondingGroup.{i}.BondedChannel.{i}.Ethernet.
Device.DSL.BondingGroup.{i}.BondedChannel.{i}.Ethernet.Stats.
  UnderflowErrorsSent unsignedInt
  CRCErrorsReceived unsignedInt
  AlignmentErrorsReceived unsignedInt
  ShortPacketsReceived unsignedInt
  LongPacketsReceived unsignedInt
  OverflowErrorsReceived unsignedInt
  PauseFramesReceived unsignedInt
  FramesDropped unsignedInt
Device.DSL.BondingGroup.{i}.Ethernet.
Device.DSL.BondingGroup.{i}.Ethernet.Stats.
  PAFErrors unsignedInt
  PAFSmallFragments unsignedInt
  PAFLargeFragments unsignedInt
  PAFBadFragments unsignedInt
  PAFLostFragments unsignedInt
  PAFLateFragments unsignedInt
  PAFLostStarts unsignedInt
  PAFLostEnds unsignedInt
  PAFOverflows unsignedInt
  PauseFramesSent unsignedInt
  CRCErrorsReceived unsignedInt
  AlignmentErrorsReceived unsignedInt
  ShortPacketsReceived unsignedInt
  LongPacketsReceived unsignedInt
  OverflowErrorsReceived unsignedInt
  FramesDropped unsignedInt
Device.DSL.BondingGroup.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedLong candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  MulticastPacketsSent unsignedLong candeny
  UnicastPacketsReceived unsignedLong candeny
  MulticastPacketsReceived unsignedLong candeny
  BroadcastPacketsSent unsignedLong candeny
  BroadcastPacketsReceived unsignedLong candeny
  UnknownProtoPacketsReceived unsignedInt candeny
  TotalStart unsignedInt candeny
  CurrentDayStart unsignedInt candeny
  QuarterHourStart unsignedInt candeny
Device.DSL.BondingGroup.{i}.Stats.CurrentDay.
  FailureReasons list LowRate|ExcessiveDelay|InsufficientBuffers|Other
  UpstreamRate unsignedInt
  DownstreamRate unsignedInt
  UpstreamPacketLoss unsignedInt
  DownstreamPacketLoss unsignedInt
  UpstreamDifferentialDelay unsignedInt
  DownstreamDifferentialDelay unsignedInt
  FailureCount unsignedInt
  ErroredSeconds unsignedInt
  SeverelyErroredSeconds unsignedInt
  UnavailableSeconds unsignedInt
Device.DSL.BondingGroup.{i}.Stats.QuarterHour.
  FailureReasons list LowRate|ExcessiveDelay|InsufficientBuffers|Other
  UpstreamRate unsignedInt
  DownstreamRate unsignedInt
  UpstreamPacketLoss unsignedInt
  DownstreamPacketLoss unsignedInt
  UpstreamDifferentialDelay unsignedInt
  DownstreamDifferentialDelay unsignedInt
  FailureCount unsignedInt
  ErroredSeconds unsignedInt
  SeverelyErroredSeconds unsignedInt
  UnavailableSeconds unsignedInt
Device.DSL.BondingGroup.{i}.Stats.Total.
  FailureReasons list LowRate|ExcessiveDelay|InsufficientBuffers|Other
  UpstreamRate unsignedInt
  DownstreamRate unsignedInt
  UpstreamPacketLoss unsignedInt
  DownstreamPacketLoss unsignedInt
  UpstreamDifferentialDelay unsignedInt
  DownstreamDifferentialDelay unsignedInt
  FailureCount unsignedInt
  ErroredSeconds unsignedInt
  SeverelyErroredSeconds unsignedInt
  UnavailableSeconds unsignedInt
Device.DSL.Channel.{i}. key Alias key Name entries ChannelNumberOfEntries
  Enable boolean rw
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> *
  LinkEncapsulationSupported list G.992.3_Annex_K_ATM|G.992.3_Annex_K_PTM|G.993.2_Annex_K_ATM|G.993.2_Annex_K_PTM|G.994.1
  LinkEncapsulationUsed G.992.3_Annex_K_ATM|G.992.3_Annex_K_PTM|G.993.2_Annex_K_ATM|G.993.2_Annex_K_PTM
  LPATH unsignedInt(:3)
  INTLVDEPTH unsignedInt
  INTLVBLOCK int
  ActualInterleavingDelay unsignedInt
  ACTINP int
  INPREPORT boolean
  NFEC int
  RFEC int
  LSYMB int
  UpstreamCurrRate unsignedInt candeny
  DownstreamCurrRate unsignedInt candeny
  ACTNDR unsignedInt
  ACTINPREIN unsignedInt(0:255)
Device.DSL.Channel.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  TotalStart unsignedInt candeny
  ShowtimeStart unsignedInt candeny
  LastShowtimeStart unsignedInt candeny
  CurrentDayStart unsignedInt candeny
  QuarterHourStart unsignedInt candeny
Device.DSL.Channel.{i}.Stats.CurrentDay.
  XTURFECErrors unsignedInt candeny
  XTUCFECErrors unsignedInt candeny
  XTURHECErrors unsignedInt candeny
  XTUCHECErrors unsignedInt candeny
  XTURCRCErrors unsignedInt candeny
  XTUCCRCErrors unsignedInt candeny
Device.DSL.Channel.{i}.Stats.LastShowtime.
  XTURFECErrors unsignedInt candeny
  XTUCFECErrors unsignedInt candeny
  XTURHECErrors unsignedInt candeny
  XTUCHECErrors unsignedInt candeny
  XTURCRCErrors unsignedInt candeny
  XTUCCRCErrors unsignedInt candeny
Device.DSL.Channel.{i}.Stats.QuarterHour.
  XTURFECErrors unsignedInt candeny
  XTUCFECErrors unsignedInt candeny
  XTURHECErrors unsignedInt candeny
  XTUCHECErrors unsignedInt candeny
  XTURCRCErrors unsignedInt candeny
  XTUCCRCErrors unsignedInt candeny
Device.DSL.Channel.{i}.Stats.Showtime.
  XTURFECErrors unsignedInt candeny
  XTUCFECErrors unsignedInt candeny
  XTURHECErrors unsignedInt candeny
  XTUCHECErrors unsignedInt candeny
  XTURCRCErrors unsignedInt candeny
  XTUCCRCErrors unsignedInt candeny
Device.DSL.Channel.{i}.Stats.Total.
  XTURFECErrors unsignedInt candeny
  XTUCFECErrors unsignedInt candeny
  XTURHECErrors unsignedInt candeny
  XTUCHECErrors unsignedInt candeny
  XTURCRCErrors unsignedInt candeny
  XTUCCRCErrors unsignedInt candeny
Device.DSL.Diagnostics.
Device.DSL.Diagnostics.ADSLLineTest.
  DiagnosticsState None*|Requested|Canceled|Complete*|Error*|Error_Internal*|Error_Other* rw
  Interface string(:256) ~> Device.DSL.Channel. rw
  ACTPSDds int candeny
  ACTPSDus int candeny
  ACTATPds int candeny
  ACTATPus int candeny
  HLINSCds int candeny
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
  HLINpsds list(:61430) int candeny
  HLINpsus list(:61430) string candeny
  QLNGds unsignedInt candeny
  QLNGus unsignedInt candeny
  QLNpsds list(:61430) int candeny
  QLNpsus list(:61430) string candeny
  QLNMTds unsignedInt candeny
  QLNMTus unsignedInt candeny
  SNRGds unsignedInt candeny
  SNRGus unsignedInt candeny
  SNRpsds list(:61430) int candeny
  SNRpsus list(:61430) string candeny
  SNRMTds unsignedInt candeny
  SNRMTus unsignedInt candeny
  BITSpsds list(:61430) int candeny
  BITSpsus list(:61430) string candeny
Device.DSL.Diagnostics.SELTP.
  DiagnosticsState None|Requested|Canceled|Complete*|Error* rw
  Interface string(:256) ~> Device.DSL.Line. rw
  CapacityEstimateEnabling boolean rw
  CapacitySignalPSD list items 1:48 list items 2 unsignedInt rw
  CapacityNoisePSD list items 1:48 list items 2 unsignedInt rw
  CapacityTargetMargin unsignedInt(0:310) rw
  LoopTermination Open|Short|"Powered on CPE"|Unknown
  LoopLength unsignedInt(0:16383)
  LoopTopology list(:256) string
  AttenuationCharacteristics list items 0:8191 list items 2 unsignedInt
  TFlogGroupSize unsignedInt(1:2,12)
  MissingFilter boolean
  CapacityEstimate list items 1:2 unsignedInt
Device.DSL.Diagnostics.SELTQLN.
  DiagnosticsState None|Requested|Canceled|Complete*|Error* rw
  Interface string(:256) ~> Device.DSL.Line. rw
  QLNMaxMeasurementDuration unsignedInt(1:240) rw
  ExtendedBandwidthOperation boolean
  QLN list(:61430) int
  QLNGroupSize unsignedInt(1:2,12)
Device.DSL.Diagnostics.SELTUER.
  DiagnosticsState None|Requested|Canceled|Complete*|Error* rw
  Interface string(:256) ~> Device.DSL.Line. rw
  UERMaxMeasurementDuration unsignedInt(5:240) rw
  ExtendedBandwidthOperation boolean
  UER list items 1:4096 list items 2 int
  UERScaleFactor unsignedInt
  UERGroupSize unsignedInt(1:2,12)
  UERVar list items 0:4096 brackets int
Device.DSL.Line.{i}. key Alias key Name entries LineNumberOfEntries
  Enable boolean rw
  EnableDataGathering boolean rw
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> * rw
  Upstream boolean
  FirmwareVersion string(:64)
  LinkStatus Up|Initializing|EstablishingLink|NoSignal|Disabled|Error
  XTSE hexBinary(8)
  XTSUsed hexBinary(8)
  LineEncoding DMT|CAP|2B1Q|43BT|PAM|QAM
  AllowedProfiles list 8a|8b|8c|8d|12a|12b|17a|30a|35b
  CurrentProfile string
  PowerManagementState L0|L1|L2|L3|L4
  SuccessFailureCause unsignedInt(0:6)
  UPBOKLER unsignedInt(0:1280)
  UPBOKLEPb list unsignedInt(0:1280,2047)
  UPBOKLERPb list unsignedInt(0:1280,2047)
  RXTHRSHds int(-640:0)
  ACTRAMODEds unsignedInt(1:4)
  ACTRAMODEus unsignedInt(1:4)
  ACTINPROCds unsignedInt
  ACTINPROCus unsignedInt
  SNRMROCds unsignedInt
  SNRMROCus unsignedInt
  LastStateTransmittedDownstream unsignedInt
  LastStateTransmittedUpstream unsignedInt
  UPBOKLE unsignedInt(0:1280)
  MREFPSDds base64(0:145)
  MREFPSDus base64(0:145)
  LIMITMASK unsignedInt
  US0MASK unsignedInt
  TRELLISds int
  TRELLISus int
  ACTSNRMODEds unsignedInt
  ACTSNRMODEus unsignedInt
  VirtualNoisePSDds base64(0:97)
  VirtualNoisePSDus base64(0:49)
  ACTUALCE unsignedInt
  LineNumber int(1:)
  UpstreamMaxBitRate unsignedInt
  DownstreamMaxBitRate unsignedInt
  UpstreamNoiseMargin int candeny
  DownstreamNoiseMargin int candeny
  SNRMpbus list(:24) string
  SNRMpbds list(:24) string
  INMIATOds unsignedInt(3:511)
  INMIATSds unsignedInt(0:7)
  INMCCds unsignedInt(0:64)
  INMINPEQMODEds unsignedInt(0:3)
  UpstreamAttenuation int candeny
  DownstreamAttenuation int candeny
  UpstreamPower int candeny
  DownstreamPower int candeny
  XTURVersion string(:16)
  XTURSerial string(:32)
  XTURVendor hexBinary(4)
  XTURVendorSpecific hexBinary(2)
  XTURCountry hexBinary(2)
  XTURSystemVendor hexBinary(4)
  XTURSystemVendorSpecific hexBinary(2)
  XTURSystemCountry hexBinary(2)
  XTURANSIStd unsignedInt
  XTURANSIRev unsignedInt
  XTUCVersion hexBinary(16)
  XTUCSerial string(:32)
  XTUCVendor hexBinary(4)
  XTUCVendorSpecific hexBinary(2)
  XTUCCountry hexBinary(2)
  XTUCSystemVendor hexBinary(4)
  XTUCSystemVendorSpecific hexBinary(2)
  XTUCSystemCountry hexBinary(2)
  XTUCANSIStd unsignedInt
  XTUCANSIRev unsignedInt
Device.DSL.Line.{i}.DataGathering.
  LoggingDepthR unsignedInt
  ActLoggingDepthReportingR unsignedInt
  EventTraceBufferR string(:256) -> Device.DeviceInfo.VendorLogFile.
Device.DSL.Line.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  TotalStart unsignedInt candeny
  ShowtimeStart unsignedInt candeny
  LastShowtimeStart unsignedInt candeny
  CurrentDayStart unsignedInt candeny
  QuarterHourStart unsignedInt candeny
Device.DSL.Line.{i}.Stats.CurrentDay.
  ErroredSecs unsignedInt candeny
  SeverelyErroredSecs unsignedInt candeny
Device.DSL.Line.{i}.Stats.LastShowtime.
  ErroredSecs unsignedInt candeny
  SeverelyErroredSecs unsignedInt candeny
Device.DSL.Line.{i}.Stats.QuarterHour.
  ErroredSecs unsignedInt candeny
  SeverelyErroredSecs unsignedInt candeny
Device.DSL.Line.{i}.Stats.Showtime.
  ErroredSecs unsignedInt candeny
  SeverelyErroredSecs unsignedInt candeny
Device.DSL.Line.{i}.Stats.Total.
  ErroredSecs unsignedInt candeny
  SeverelyErroredSecs unsignedInt candeny
Device.DSL.Line.{i}.TestParams.
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
  LATNds list(:35) string candeny
  LATNus list(:35) string candeny
  SATNds list(:35) string candeny
  SATNus list(:35) string candeny
Device.DSLite.
  Enable boolean rw
  InterfaceSettingNumberOfEntries unsignedInt
Device.DSLite.InterfaceSetting.{i}. key Alias entries InterfaceSettingNumberOfEntries
  Enable boolean rw
  Status Disabled|Enabled|Error
  Alias string(:64) rw
  EndpointAssignmentPrecedence DHCPv6|Static rw = DHCPv6
  EndpointAddressTypePrecedence FQDN|IPv6Address rw
  EndpointAddressInUse string(:45)
  EndpointName string(:256) rw
  EndpointAddress string(:45) rw
  Origin DHCPv6|Static
  TunnelInterface string(:256) -> Device.IP.Interface.
  TunneledInterface string(:256) -> Device.IP.Interface.
Device.DeviceInfo.
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
  ActiveFirmwareImage string -> Device.DeviceInfo.FirmwareImage.
  BootFirmwareImage string -> Device.DeviceInfo.FirmwareImage. rw
  AdditionalHardwareVersion list(:64) string
  AdditionalSoftwareVersion list(:64) string
  ProvisioningCode string(:64) rw forced active
  UpTime unsignedInt candeny
  FirstUseDate dateTime
  HostName string(:255) rw
  FirmwareImageNumberOfEntries unsignedInt
  VendorConfigFileNumberOfEntries unsignedInt
  ProcessorNumberOfEntries unsignedInt deprecated
  LogRotateNumberOfEntries unsignedInt
  VendorLogFileNumberOfEntries unsignedInt
  LocationNumberOfEntries unsignedInt
  DeviceImageNumberOfEntries unsignedInt
  SupportedDataModelNumberOfEntries unsignedInt
Device.DeviceInfo.DeviceImageFile.{i}. enabled-key Location key Alias entries DeviceImageNumberOfEntries
  Alias string(:64) rw
  Location Front|Back|Left|Right|Top|Bottom
  Image base64
Device.DeviceInfo.FirmwareImage.{i}. key Alias entries FirmwareImageNumberOfEntries
  Alias string(:64) rw
  Name string(:64)
  Version string(:64)
  Available boolean rw
  Status NoImage|Active|Downloading|Validating|Available|DownloadFailed|ValidationFailed|InstallationFailed|ActivationFailed
  BootFailureLog string
Device.DeviceInfo.KernelFaults.
  StoragePath string
  LastUpgradeCount unsignedInt
  PreviousBootCount unsignedInt
  MinFreeSpace unsignedInt rw
  RotateKernelFaultEntries boolean rw
  MaxKernelFaultEntries unsignedInt rw
  KernelFaultNumberOfEntries unsignedInt
Device.DeviceInfo.KernelFaults.KernelFault.{i}. key Alias entries KernelFaultNumberOfEntries
  Alias string(:64) rw
  FaultLocation string
  LastInstruction string
  TimeStamp dateTime
  FirmwareVersion string
  ProcessName string
  Reason string
Device.DeviceInfo.Location.{i}. rw enabled-key Source,ExternalSource entries LocationNumberOfEntries
  Source GPS|AGPS|Manual|External = External
  AcquiredTime dateTime
  ExternalSource string
  ExternalProtocol ""|CWMP|USP|OMA-DM|SNMP|UPnP|HELD|DHCPv4|DHCPv6|LLDP-MED|MLP|Other = CWMP
  DataObject string(:1200) rw
Device.DeviceInfo.LogRotate.{i}. rw key Alias enabled-key Name enable Enable entries LogRotateNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw
  Name string rw
  NumberOfFiles unsignedInt(1:) rw
  MaxFileSize unsignedInt rw
  RollOver unsignedInt rw
  Retention unsignedInt rw
  Compression None|GZIP|BZIP2|LZO|XZ|ZSTD rw = None
  LogFileNumberOfEntries unsignedInt
Device.DeviceInfo.LogRotate.{i}.LogFile.{i}. key Alias enabled-key Name entries LogFileNumberOfEntries
  Alias string(:64) rw
  Name string(:64)
  Size unsignedInt
  LastChange dateTime candeny
Device.DeviceInfo.MemoryStatus.
  Total unsignedInt
  Free unsignedInt candeny
  TotalPersistent unsignedInt
  FreePersistent unsignedInt candeny
Device.DeviceInfo.MemoryStatus.MemoryMonitor.
  Enable boolean rw
  MemUtilization unsignedInt(:100)
  PollingInterval unsignedInt rw
  CriticalRiseThreshold unsignedInt(:100) rw
  CriticalFallThreshold unsignedInt(:100) rw
  CriticalRiseTimeStamp dateTime
  CriticalFallTimeStamp dateTime
  EnableCriticalLog boolean rw
  VendorLogFileRef string -> Device.DeviceInfo.VendorLogFile.
  FilePath string rw
Device.DeviceInfo.NetworkProperties.
  MaxTCPWindowSize unsignedInt
  TCPImplementation list Tahoe|Reno|"New Reno"|Vegas
Device.DeviceInfo.PowerStatus.
  PowerSensorNumberOfEntries unsignedInt
Device.DeviceInfo.PowerStatus.PowerSensor.{i}. enabled-key Name key Alias entries PowerSensorNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw
  Status Disabled|Enabled|Error
  Name string
  LastUpdate dateTime candeny
  Voltage int
  Current int
  Power int
Device.DeviceInfo.ProcessFaults.
  StoragePath string
  LastUpgradeCount unsignedInt
  PreviousBootCount unsignedInt
  MinFreeSpace unsignedInt rw
  RotateProcessFaultEntries boolean rw
  MaxProcessFaultEntries unsignedInt rw
  ProcessFaultNumberOfEntries unsignedInt
Device.DeviceInfo.ProcessFaults.ProcessFault.{i}. key Alias entries ProcessFaultNumberOfEntries
  Alias string(:64) rw
  ProcessID string
  ProcessName string
  FaultLocation string
  TimeStamp dateTime
  FirmwareVersion string
  Arguments string
  Reason string
Device.DeviceInfo.ProcessStatus.
  CPUUsage unsignedInt(:100) candeny
  ProcessNumberOfEntries unsignedInt
  CPUNumberOfEntries unsignedInt
Device.DeviceInfo.ProcessStatus.CPU.{i}. enabled-key Name key Alias entries CPUNumberOfEntries
  Alias string(:64) rw
  Name string(:256)
  Enable boolean rw
  UpTime unsignedInt
  UserModeUtilization unsignedInt(:100)
  SystemModeUtilization unsignedInt(:100)
  IdleModeUtilization unsignedInt(:100)
  CPUUtilization unsignedInt(:100)
  PollInterval unsignedInt rw
  NumSamples unsignedInt(1:300) rw
  CriticalRiseThreshold unsignedInt(:100) rw
  CriticalFallThreshold unsignedInt(:100) rw
  CriticalRiseTimeStamp dateTime
  CriticalFallTimeStamp dateTime
  EnableCriticalLog boolean rw
  VendorLogFileRef string -> Device.DeviceInfo.VendorLogFile.
  FilePath string rw
Device.DeviceInfo.ProcessStatus.Process.{i}. enabled-key PID entries ProcessNumberOfEntries
  PID unsignedInt
  Command string(:256)
  Size unsignedInt candeny
  Priority unsignedInt(:99)
  CPUTime unsignedInt candeny
  State Running|Sleeping|Stopped|Idle|Uninterruptible|Zombie candeny
Device.DeviceInfo.Processor.{i}. key Alias entries ProcessorNumberOfEntries deprecated
  Alias string(:64) rw
  Architecture arm|i386|m68010|m68k|mipseb|mipsel|powerpc|sh3eb|sh3el|x86_64
Device.DeviceInfo.ProxierInfo.
  ManufacturerOUI string(6) /[0-9A-F]{6}/
  ProductClass string(:64)
  SerialNumber string(:64)
  ProxyProtocol Z-Wave|ZigBee|UPnP-DM|ETSI-M2M
Device.DeviceInfo.SupportedDataModel.{i}. enabled-key URL key Alias enabled-key UUID entries SupportedDataModelNumberOfEntries
  Alias string(:64) rw
  URL string(:2048)
  UUID string(36) /[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}/
  URN string(:256)
  Features list string
Device.DeviceInfo.TemperatureStatus.
  TemperatureSensorNumberOfEntries unsignedInt
Device.DeviceInfo.TemperatureStatus.TemperatureSensor.{i}. enabled-key Name key Alias entries TemperatureSensorNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw
  Status Disabled|Enabled|Error
  Reset boolean rw command
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
  PollingInterval unsignedInt rw
  HighAlarmTime dateTime
Device.DeviceInfo.VendorConfigFile.{i}. key Alias enabled-key Name entries VendorConfigFileNumberOfEntries
  Alias string(:64) rw
  Name string(:64)
  Version string(:16)
  Date dateTime
  Description string(:256)
  UseForBackupRestore boolean
Device.DeviceInfo.VendorLogFile.{i}. key Alias enabled-key Name entries VendorLogFileNumberOfEntries
  Alias string(:64) rw
  Name string(:64)
  MaximumSize unsignedInt
  Persistent boolean
Device.DynamicDNS.
  ClientNumberOfEntries unsignedInt
  ServerNumberOfEntries unsignedInt
  SupportedServices list(:1024) string
Device.DynamicDNS.Client.{i}. rw enabled-key Server,Username key Alias enable Enable entries ClientNumberOfEntries
  Enable boolean rw
  Status Connecting|Authenticating|Updated|Error_Misconfigured|Error|Disabled
  Alias string(:64) rw
  LastError NO_ERROR|MISCONFIGURATION_ERROR|DNS_ERROR|CONNECTION_ERROR|AUTHENTICATION_ERROR|TIMEOUT_ERROR|PROTOCOL_ERROR
  Server string(:256) -> Device.DynamicDNS.Server. rw
  Interface string(:256) -> Device.IP.Interface. rw
  Username string(:256) rw
  Password string(:256) rw hidden
  HostnameNumberOfEntries unsignedInt
Device.DynamicDNS.Client.{i}.Hostname.{i}. rw enabled-key Name enable Enable entries HostnameNumberOfEntries
  Enable boolean rw
  Status Registered|UpdateNeeded|Updating|Error|Disabled
  Name string(:256) rw
  LastUpdate dateTime
Device.DynamicDNS.Server.{i}. rw enabled-key Name key Alias enable Enable entries ServerNumberOfEntries
  Enable boolean rw
  Name string(:64) rw
  Alias string(:64) rw
  ServiceName string(:256) rw
  ServerAddress string(:256) rw
  ServerPort unsignedInt(0:65535) rw
  SupportedProtocols list HTTP|HTTPS
  Protocol string rw
  CheckInterval unsignedInt rw
  RetryInterval unsignedInt rw
  MaxRetries unsignedInt rw
Device.ETSIM2M.
  SCLNumberOfEntries unsignedInt
Device.ETSIM2M.SCL.{i}. rw key Alias enable Enable entries SCLNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw
  AnnouncedToSCLList list string rw
  SAFPolicySetNumberOfEntries unsignedInt
  AreaNwkInstanceNumberOfEntries unsignedInt
  AreaNwkDeviceInfoInstanceNumberOfEntries unsignedInt
Device.ETSIM2M.SCL.{i}.AreaNwkDeviceInfoInstance.{i}. entries AreaNwkDeviceInfoInstanceNumberOfEntries
  AreaNwkInstance string -> Device.ETSIM2M.SCL.{i}.AreaNwkInstance.
  Host list string -> Device.Hosts.Host.
  ListOfDeviceNeighbors list string -> Device.Hosts.Host.
  ListOfDeviceApplications list string
  SleepInterval unsignedInt rw
  SleepDuration unsignedInt rw
  Status ASLEEP|AWAKE
  Active boolean
  PropertyNumberOfEntries unsignedInt
Device.ETSIM2M.SCL.{i}.AreaNwkDeviceInfoInstance.{i}.Property.{i}. entries PropertyNumberOfEntries
  Name string
  Value string
Device.ETSIM2M.SCL.{i}.AreaNwkInstance.{i}. enabled-key ID entries AreaNwkInstanceNumberOfEntries
  ID string
  AreaNwkType string
  ListOfDevices list string -> Device.ETSIM2M.SCL.{i}.AreaNwkDeviceInfoInstance.
  PropertyNumberOfEntries unsignedInt
Device.ETSIM2M.SCL.{i}.AreaNwkInstance.{i}.Property.{i}. entries PropertyNumberOfEntries
  Name string
  Value string
Device.ETSIM2M.SCL.{i}.Discovery.
  MaxNumberOfDiscovRecords unsignedInt rw
  MaxSizeOfDiscovAnswer unsignedInt rw
Device.ETSIM2M.SCL.{i}.Reregistration.
  RegTargetNSCLList list string rw
  RegSearchStrings list string rw
  RegAccessRightID string rw
  RegExpirationDuration int rw = -1
  Reregistration boolean rw command
Device.ETSIM2M.SCL.{i}.Reregistration.ActionStatus.
  Progress unsignedInt(0:100) candeny
  FinalStatus SUCCESS|FAILURE
Device.ETSIM2M.SCL.{i}.SAFPolicySet.{i}. rw key Alias enable Enable entries SAFPolicySetNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw
  PolicyScope list string rw = ""
  ANPPolicyNumberOfEntries unsignedInt
Device.ETSIM2M.SCL.{i}.SAFPolicySet.{i}.ANPPolicy.{i}. rw enabled-key ANName key Alias enable Enable entries ANPPolicyNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw
  ANName string rw = ""
  BlockPeriodNumberOfEntries unsignedInt
  RequestCategoryNumberOfEntries unsignedInt
Device.ETSIM2M.SCL.{i}.SAFPolicySet.{i}.ANPPolicy.{i}.BlockPeriod.{i}. rw key Alias enabled-key FailedAttempts enable Enable entries BlockPeriodNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw
  FailedAttempts unsignedInt rw = 0
  BlockDuration int rw = 0
Device.ETSIM2M.SCL.{i}.SAFPolicySet.{i}.ANPPolicy.{i}.RequestCategory.{i}. rw enabled-key RCAT key Alias enable Enable entries RequestCategoryNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw
  RCAT string rw
  ScheduleNumberOfEntries unsignedInt
Device.ETSIM2M.SCL.{i}.SAFPolicySet.{i}.ANPPolicy.{i}.RequestCategory.{i}.Schedule.{i}. rw key Alias enable Enable entries ScheduleNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw
  Schedules list string rw = ""
  AbsTimeSpanNumberOfEntries unsignedInt
Device.ETSIM2M.SCL.{i}.SAFPolicySet.{i}.ANPPolicy.{i}.RequestCategory.{i}.Schedule.{i}.AbsTimeSpan.{i}. rw key Alias enable Enable entries AbsTimeSpanNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw
  StartTime dateTime rw = 0001-01-01T00:00:00Z
  EndTime dateTime rw = 0001-01-01T00:00:00Z
Device.ETSIM2M.SCL.{i}.SAFPolicySet.{i}.M2MSPPolicy.
  DefaultRCATValue string rw = ""
  RequestCategoryNumberOfEntries unsignedInt
Device.ETSIM2M.SCL.{i}.SAFPolicySet.{i}.M2MSPPolicy.RequestCategory.{i}. rw enabled-key RCAT key Alias enable Enable entries RequestCategoryNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw
  RCAT string rw
  TolerableDelay int(-1:) rw = 0
  Thresh unsignedInt rw = 0
  Mem string /([0-9]{1,15}?[BKMGT])/ // rw
  RankedANList list string -> Device.ETSIM2M.SCL.{i}.SAFPolicySet.{i}.ANPPolicy. rw = ""
Device.Ethernet.
  WoLSupported boolean
  FlowControlSupported boolean
  InterfaceNumberOfEntries unsignedInt
  LinkNumberOfEntries unsignedInt
  VLANTerminationNumberOfEntries unsignedInt
  LAGNumberOfEntries unsignedInt
  RMONStatsNumberOfEntries unsignedInt
Device.Ethernet.Interface.{i}. key Alias key Name entries InterfaceNumberOfEntries
  Enable boolean rw
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> * rw
  Upstream boolean
  MaxBitRate int(-1:) rw
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  SupportedLinkModes list unsignedInt
  AdvertisedLinkModes list unsignedInt rw
  LinkPartnerAdvertisedLinkModes list unsignedInt
  CurrentBitRate unsignedInt candeny
  DuplexMode Half|Full|Auto rw
  CurrentDuplexMode Unknown|Half|Full
  EEECapability boolean
  EEEEnable boolean rw
  EEEStatus Disabled|Active|Inactive|Unsupported
  EDPDCapability boolean
  EDPDEnable boolean rw
  EDPDStatus Disabled|Enabled|Unsupported
  MDIX Auto|On|Off rw = Auto
  CurrentMDIX Unsupported|Unknown|On|Off
  SFPReferenceList list string(:256) -> Device.SFPs.SFPCage.
Device.Ethernet.Interface.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedLong candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  MulticastPacketsSent unsignedLong candeny
  UnicastPacketsReceived unsignedLong candeny
  MulticastPacketsReceived unsignedLong candeny
  BroadcastPacketsSent unsignedLong candeny
  BroadcastPacketsReceived unsignedLong candeny
  UnknownProtoPacketsReceived unsignedInt candeny
  Collisions unsignedLong candeny
Device.Ethernet.LAG.{i}. rw key Alias key Name enabled-key MACAddress enable Enable entries LAGNumberOfEntries
  Enable boolean rw = false
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error = Down
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> * rw = ""
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw
Device.Ethernet.LAG.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedLong candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  MulticastPacketsSent unsignedLong candeny
  UnicastPacketsReceived unsignedLong candeny
  MulticastPacketsReceived unsignedLong candeny
  BroadcastPacketsSent unsignedLong candeny
  BroadcastPacketsReceived unsignedLong candeny
  UnknownProtoPacketsReceived unsignedInt candeny
Device.Ethernet.Link.{i}. rw key Alias key Name enabled-key MACAddress enable Enable entries LinkNumberOfEntries
  Enable boolean rw = false
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error = Down
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> * rw = ""
  MTU unsignedInt rw
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw
  PriorityTagging boolean rw = false
  FlowControl boolean rw = false
  NoARP boolean rw = false
Device.Ethernet.Link.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedLong candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  MulticastPacketsSent unsignedLong candeny
  UnicastPacketsReceived unsignedLong candeny
  MulticastPacketsReceived unsignedLong candeny
  BroadcastPacketsSent unsignedLong candeny
  BroadcastPacketsReceived unsignedLong candeny
  UnknownProtoPacketsReceived unsignedInt candeny
  PausePacketsSent unsignedLong candeny
  PausePacketsReceived unsignedLong candeny
Device.Ethernet.RMONStats.{i}. rw key Alias enabled-key Interface,VLANID,Queue enable Enable entries RMONStatsNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  Alias string(:64) rw
  Name string(:64)
  Interface string -> * rw = ""
  VLANID unsignedInt(0:4094) rw = 0
  Queue string -> Device.QoS.Queue. rw = ""
  AllQueues boolean rw = false
  DropEvents unsignedInt = 0 candeny
  Bytes unsignedLong = 0 candeny
  Packets unsignedLong = 0 candeny
  BroadcastPackets unsignedLong = 0 candeny
  MulticastPackets unsignedLong = 0 candeny
  CRCErroredPackets unsignedInt = 0 candeny
  UndersizePackets unsignedInt = 0 candeny
  OversizePackets unsignedInt = 0 candeny
  Packets64Bytes unsignedLong = 0 candeny
  Packets65to127Bytes unsignedLong = 0 candeny
  Packets128to255Bytes unsignedLong = 0 candeny
  Packets256to511Bytes unsignedLong = 0 candeny
  Packets512to1023Bytes unsignedLong = 0 candeny
  Packets1024to1518Bytes unsignedLong = 0 candeny
Device.Ethernet.VLANTermination.{i}. rw key Alias key Name enable Enable entries VLANTerminationNumberOfEntries
  Enable boolean rw = false
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error = Down
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> * rw = ""
  VLANID unsignedInt(1:4094) rw
  VLANPriority int(-1:7) rw
  TPID unsignedInt rw = 33024
Device.Ethernet.VLANTermination.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedLong candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  MulticastPacketsSent unsignedLong candeny
  UnicastPacketsReceived unsignedLong candeny
  MulticastPacketsReceived unsignedLong candeny
  BroadcastPacketsSent unsignedLong candeny
  BroadcastPacketsReceived unsignedLong candeny
  UnknownProtoPacketsReceived unsignedInt candeny
Device.Ethernet.WoL.
  SendMagicPacket boolean rw command
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw
  Password string rw
Device.FAP.
Device.FAP.ApplicationPlatform.
  Version string(:64)
  Enable boolean rw
  Status Disabled|Enabled|Reset|Initializing
  MaxNumberOfApplications unsignedInt
  CurrentNumberofApplications unsignedInt
Device.FAP.ApplicationPlatform.Capabilities.
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
Device.FAP.ApplicationPlatform.Control.
  AuthenticationMethod string(:256) rw
  TunnelInst string(:256) rw
Device.FAP.ApplicationPlatform.Control.FemtoAwareness.
  APIEnable boolean rw
  QueueEnable boolean rw
  Queueing FiFo|Priority rw
  MaxAPIUsersNumber unsignedInt(0:255) rw
  FemtozoneID string(:256) rw
  NotificationsUserIdentifierMSISDN boolean rw
  SubscribeToNotificationsResponseCallbackData boolean rw
  QueryFemtocellResponseTimezone boolean rw
Device.FAP.ApplicationPlatform.Control.MMS.
  APIEnable boolean rw
  QueueEnable boolean rw
  Queueing FiFo|Priority rw
  MaxAPIUsersNumber unsignedInt(0:255) rw
  MinSendMMSTimeInterval unsignedInt(0:3599) rw
  EnableQueryMMSDeliveryStatus boolean rw
  EnableSubscribeToNotificationsOfMessageSentToApplication boolean rw
Device.FAP.ApplicationPlatform.Control.SMS.
  APIEnable boolean rw
  QueueEnable boolean rw
  Queueing FiFo|Priority rw
  MaxAPIUsersNumber unsignedInt(0:255) rw
  MinSendSMSTimeInterval unsignedInt(0:3599) rw
  EnableQuerySMSDeliveryStatus boolean rw
  EnableSubscribeToNotificationsOfMessageSentToApplication boolean rw
Device.FAP.ApplicationPlatform.Control.TerminalLocation.
  APIEnable boolean rw
  QueueEnable boolean rw
  Queueing FiFo|Priority rw
  MaxAPIUsersNumber unsignedInt(0:255) rw
  QueryMobileLocationResponseAddress TelUri|AnonymousReference rw
  QueryMobileLocationResponseLongitudeLatitude boolean rw
  QueryMobileLocationResponseAltitude boolean rw
  QueryMobileLocationResponseTimestamp unsignedInt(0:86399) rw
Device.FAP.ApplicationPlatform.Monitoring.
  Enable boolean rw
  MonitoringInterval unsignedInt rw
  AuthenticationRequestsReceived unsignedInt
  AuthenticationRequestsRejected unsignedInt
Device.FAP.ApplicationPlatform.Monitoring.FemtoAwareness.
  APIAvailable boolean
  APIUsers unsignedInt(0:255)
  QueueState Disabled|Ready|Flushed
  QueueNum unsignedInt(0:255)
  QueueReceived unsignedInt
  QueueDiscarded unsignedInt
Device.FAP.ApplicationPlatform.Monitoring.MMS.
  APIAvailable boolean
  APIUsers unsignedInt(0:255)
  QueueState Disabled|Ready|Flushed
  QueueNum unsignedInt(0:255)
  QueueReceived unsignedInt
  QueueDiscarded unsignedInt
Device.FAP.ApplicationPlatform.Monitoring.SMS.
  APIAvailable boolean
  APIUsers unsignedInt(0:255)
  QueueState Disabled|Ready|Flushed
  QueueNum unsignedInt(0:255)
  QueueReceived unsignedInt
  QueueDiscarded unsignedInt
Device.FAP.ApplicationPlatform.Monitoring.TerminalLocation.
  APIAvailable boolean
  APIUsers unsignedInt(0:255)
  QueueState Disabled|Ready|Flushed
  QueueNum unsignedInt(0:255)
  QueueReceived unsignedInt
  QueueDiscarded unsignedInt
Device.FAP.GPS.
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
Device.FAP.GPS.AGPSServerConfig.
  Enable boolean rw
  ServerURL string(:256) rw
  ServerPort unsignedInt(:65535) rw
  Username string(:64) rw
  Password string(:64) rw hidden
  ReferenceLatitude int(-90000000:90000000) rw
  ReferenceLongitude int(-180000000:180000000) rw
  ServerInUse boolean
Device.FAP.GPS.ContinuousGPSStatus.
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
Device.FAP.PerfMgmt.
  ConfigNumberOfEntries unsignedInt
Device.FAP.PerfMgmt.Config.{i}. rw key Alias enabled-key URL,PeriodicUploadInterval,PeriodicUploadTime enable Enable entries ConfigNumberOfEntries
  Enable boolean rw
  Alias string(:64) rw
  URL string(:2048) rw
  Username string(:256) rw
  Password string(:256) rw hidden
  PeriodicUploadInterval unsignedInt(1:) rw
  PeriodicUploadTime dateTime rw
Device.FAST.
  LineNumberOfEntries unsignedInt
Device.FAST.Line.{i}. key Alias key Name entries LineNumberOfEntries
  Enable boolean rw
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> * rw
  Upstream boolean
  FirmwareVersion string(:64)
  LinkStatus Up|Initializing|EstablishingLink|NoSignal|Disabled|Error
  AllowedProfiles list 106a|212a
  CurrentProfile string
  PowerManagementState L0|L2.1|L2.2|L3
  SuccessFailureCause unsignedInt(0:5)
  UPBOKLER unsignedInt(0:1280)
  LastTransmittedDownstreamSignal unsignedInt(0:21)
  LastTransmittedUpstreamSignal unsignedInt(0:21)
  UPBOKLE unsignedInt(0:1280)
  LineNumber int(1:)
  UpstreamMaxBitRate unsignedInt
  DownstreamMaxBitRate unsignedInt
  UpstreamNoiseMargin int candeny
  DownstreamNoiseMargin int candeny
  UpstreamAttenuation int candeny
  DownstreamAttenuation int candeny
  UpstreamPower int candeny
  DownstreamPower int candeny
  SNRMRMCds int candeny
  SNRMRMCus int candeny
  BITSRMCpsds list(:4610) int candeny
  BITSRMCpsus list(:4610) int candeny
  FEXTCANCELds boolean
  FEXTCANCELus boolean
  ETRds unsignedInt candeny
  ETRus unsignedInt candeny
  ATTETRds unsignedInt candeny
  ATTETRus unsignedInt candeny
  MINEFTR unsignedInt candeny
Device.FAST.Line.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  TotalStart unsignedInt candeny
  ShowtimeStart unsignedInt candeny
  LastShowtimeStart unsignedInt candeny
  CurrentDayStart unsignedInt candeny
  QuarterHourStart unsignedInt candeny
Device.FAST.Line.{i}.Stats.CurrentDay.
  ErroredSecs unsignedInt candeny
  SeverelyErroredSecs unsignedInt candeny
  LOSS unsignedInt candeny
  LORS unsignedInt candeny
  UAS unsignedInt candeny
  RTXUC unsignedInt candeny
  RTXTX unsignedInt candeny
  SuccessBSW unsignedInt candeny
  SuccessSRA unsignedInt candeny
  SuccessFRA unsignedInt candeny
  SuccessRPA unsignedInt candeny
  SuccessTIGA unsignedInt candeny
Device.FAST.Line.{i}.Stats.LastShowtime.
  ErroredSecs unsignedInt candeny
  SeverelyErroredSecs unsignedInt candeny
  LOSS unsignedInt candeny
  LORS unsignedInt candeny
  UAS unsignedInt candeny
  RTXUC unsignedInt candeny
  RTXTX unsignedInt candeny
  SuccessBSW unsignedInt candeny
  SuccessSRA unsignedInt candeny
  SuccessFRA unsignedInt candeny
  SuccessRPA unsignedInt candeny
  SuccessTIGA unsignedInt candeny
Device.FAST.Line.{i}.Stats.QuarterHour.
  ErroredSecs unsignedInt candeny
  SeverelyErroredSecs unsignedInt candeny
  LOSS unsignedInt candeny
  LORS unsignedInt candeny
  UAS unsignedInt candeny
  RTXUC unsignedInt candeny
  RTXTX unsignedInt candeny
  SuccessBSW unsignedInt candeny
  SuccessSRA unsignedInt candeny
  SuccessFRA unsignedInt candeny
  SuccessRPA unsignedInt candeny
  SuccessTIGA unsignedInt candeny
Device.FAST.Line.{i}.Stats.Showtime.
  ErroredSecs unsignedInt candeny
  SeverelyErroredSecs unsignedInt candeny
  LOSS unsignedInt candeny
  LORS unsignedInt candeny
  UAS unsignedInt candeny
  RTXUC unsignedInt candeny
  RTXTX unsignedInt candeny
  SuccessBSW unsignedInt candeny
  SuccessSRA unsignedInt candeny
  SuccessFRA unsignedInt candeny
  SuccessRPA unsignedInt candeny
  SuccessTIGA unsignedInt candeny
Device.FAST.Line.{i}.Stats.Total.
  ErroredSecs unsignedInt candeny
  SeverelyErroredSecs unsignedInt candeny
  LOSS unsignedInt candeny
  LORS unsignedInt candeny
  UAS unsignedInt candeny
  RTXUC unsignedInt candeny
  RTXTX unsignedInt candeny
  SuccessBSW unsignedInt candeny
  SuccessSRA unsignedInt candeny
  SuccessFRA unsignedInt candeny
  SuccessRPA unsignedInt candeny
  SuccessTIGA unsignedInt candeny
Device.FAST.Line.{i}.TestParams.
  SNRGds unsignedInt candeny
  SNRGus unsignedInt candeny
  SNRpsds list(:2047) int candeny
  SNRpsus list(:2047) string candeny
  SNRMTds unsignedInt candeny
  SNRMTus unsignedInt candeny
  ACTINP unsignedInt candeny
  NFEC unsignedInt candeny
  RFEC int candeny
  UpstreamCurrRate unsignedInt candeny
  DownstreamCurrRate unsignedInt candeny
  ACTINPREIN unsignedInt candeny
Device.FWE.
  LinkNumberOfEntries unsignedInt
Device.FWE.Link.{i}. key Alias key Name entries LinkNumberOfEntries
  Enable boolean rw
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> * rw
Device.FWE.Link.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedLong candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  MulticastPacketsSent unsignedLong candeny
  UnicastPacketsReceived unsignedLong candeny
  MulticastPacketsReceived unsignedLong candeny
  BroadcastPacketsSent unsignedLong candeny
  BroadcastPacketsReceived unsignedLong candeny
  UnknownProtoPacketsReceived unsignedInt candeny
Device.FaultMgmt.
  SupportedAlarmNumberOfEntries unsignedInt
  MaxCurrentAlarmEntries unsignedInt
  CurrentAlarmNumberOfEntries unsignedInt
  HistoryEventNumberOfEntries unsignedInt
  ExpeditedEventNumberOfEntries unsignedInt
  QueuedEventNumberOfEntries unsignedInt
Device.FaultMgmt.CurrentAlarm.{i}. enabled-key AlarmIdentifier enabled-key EventType,ProbableCause,SpecificProblem entries CurrentAlarmNumberOfEntries
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
Device.FaultMgmt.ExpeditedEvent.{i}. enabled-key AlarmIdentifier entries ExpeditedEventNumberOfEntries
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
Device.FaultMgmt.HistoryEvent.{i}. enabled-key EventTime,AlarmIdentifier entries HistoryEventNumberOfEntries
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
Device.FaultMgmt.QueuedEvent.{i}. enabled-key AlarmIdentifier entries QueuedEventNumberOfEntries
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
Device.FaultMgmt.SupportedAlarm.{i}. enabled-key EventType,ProbableCause,SpecificProblem,PerceivedSeverity entries SupportedAlarmNumberOfEntries
  EventType string(:64)
  ProbableCause string(:64)
  SpecificProblem string(:128)
  PerceivedSeverity ""|"*"|Cleared|Critical|Major|Minor|Warning|Indeterminate
  ReportingMechanism "0 Expedited"|"1 Queued"|"2 Logged"|"3 Disabled" rw
Device.Firewall.
  Enable boolean rw
  Config High|Low|Advanced|Policy rw
  AdvancedLevel string -> Device.Firewall.Level. rw
  PolicyLevel string -> Device.Firewall.Level. rw
  Type Stateless|Stateful
  Version string(:16)
  LastChange dateTime
  LevelNumberOfEntries unsignedInt
  ChainNumberOfEntries unsignedInt
  DMZNumberOfEntries unsignedInt
  ServiceNumberOfEntries unsignedInt
  PinholeNumberOfEntries unsignedInt
  PolicyNumberOfEntries unsignedInt
  InterfaceSettingNumberOfEntries unsignedInt
  SetNumberOfEntries unsignedInt
  LogNumberOfEntries unsignedInt
Device.Firewall.Chain.{i}. rw key Alias key Name enable Enable entries ChainNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw
  Name string(:64) rw
  Creator Defaults|PortMapping|WANIPv6FirewallControl|ACS|UserInterface|Other = ACS
  RuleNumberOfEntries unsignedInt
Device.Firewall.Chain.{i}.Rule.{i}. rw key Alias enable Enable entries RuleNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  Order unsignedInt(1:) rw
  Alias string(:64) rw
  Description string(:256) rw
  Target Drop|Accept|Reject|Return|TargetChain rw = Drop
  TargetChain string -> Device.Firewall.Chain.{i}. rw = ""
  Log boolean rw = false
  LogRef list string -> Device.Firewall.Log. rw = ""
  CreationDate dateTime
  ExpiryDate dateTime rw = 9999-12-31T23:59:59Z
  SourceInterface string(:256) -> * rw = ""
  SourceInterfaceExclude boolean rw = false
  SourceAllInterfaces boolean rw = false
  DestInterface string(:256) -> * rw = ""
  DestInterfaceExclude boolean rw = false
  DestAllInterfaces boolean rw = false
  IPVersion int(4,6,-1) rw = -1
  DestIP string(:45) rw = ""
  DestMask string(:49) rw = ""
  DestIPExclude boolean rw = false
  DestMatchSet string -> Device.Firewall.Set. rw = ""
  DestMatchSetExclude string -> Device.Firewall.Set. rw = ""
  SourceIP string(:45) rw = ""
  SourceMask string(:49) rw = ""
  SourceIPExclude boolean rw = false
  SourceMatchSet string -> Device.Firewall.Set. rw = ""
  SourceMatchSetExclude string -> Device.Firewall.Set. rw = ""
  Protocol int(-1:255) rw = -1
  ProtocolExclude boolean rw = false
  DestPort int(-1:65535) rw = -1
  DestPortRangeMax int(-1:65535) rw = -1
  DestPortExclude boolean rw = false
  SourcePort int(-1:65535) rw = -1
  SourcePortRangeMax int(-1:65535) rw = -1
  SourcePortExclude boolean rw = false
  DSCP int(-1:63) rw = -1
  DSCPExclude boolean rw = false
  ConnectionState list INVALID|NEW|RELATED|ESTABLISHED rw
  SourceMAC string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw = ""
  SourceMACExclude boolean rw = false
Device.Firewall.ConnectionTracking.
Device.Firewall.ConnectionTracking.FTP.
  Enable boolean rw
  Ports list items :8 int(0:65535) rw
  Loose boolean rw
Device.Firewall.ConnectionTracking.H323.
  Enable boolean rw
  RegistrationRequestTTL unsignedInt rw
  GKRoutedOnly boolean rw
  CallForwardFilter boolean rw
Device.Firewall.ConnectionTracking.IRC.
  Enable boolean rw
  Ports list int(0:65535) rw
  MAXDCCChannels unsignedInt rw
  DCCTimeout unsignedInt rw
Device.Firewall.ConnectionTracking.PPTP.
  Enable boolean rw
Device.Firewall.ConnectionTracking.SIP.
  Enable boolean rw
  Ports list int(0:65535) rw
  DirectMedia boolean rw
  DirectSignaling boolean rw
  ExternalMedia boolean rw
  TimeOut unsignedInt rw
Device.Firewall.ConnectionTracking.TFTP.
  Enable boolean rw
  Ports list items :8 int(0:65535) rw
Device.Firewall.DMZ.{i}. rw key Alias enabled-key DestIP,SourcePrefix enable Enable entries DMZNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  Origin User|System|Controller = Controller
  Description string(:256) rw
  Interface string(:256) -> Device.IP.Interface. rw = ""
  LeaseDuration unsignedInt rw
  RemainingLeaseTime unsignedInt candeny
  DestIP string(:15) // /((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])/ rw
  SourcePrefix string(:18) // /\/(3[0-2]|[012]?[0-9])/ /((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\/(3[0-2]|[012]?[0-9])/ rw = ""
  Log boolean rw = false
  LogRef list string -> Device.Firewall.Log. rw = ""
Device.Firewall.InterfaceSetting.{i}. rw key Alias enabled-key Interface enable Enable entries InterfaceSettingNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  Alias string(:64) rw
  Interface string(:256) -> Device.IP.Interface. rw = ""
  IPv4SpoofingProtection boolean rw
  IPv6SpoofingProtection boolean rw
  IPv4AcceptICMPEchoRequest boolean rw
  IPv6AcceptICMPEchoRequest boolean rw
  IPv6PassThroughICMPEchoRequest boolean rw
  StealthMode boolean rw
Device.Firewall.Level.{i}. rw key Alias key Name entries LevelNumberOfEntries
  Alias string(:64) rw
  Name string(:64) rw
  Description string(:256) rw
  Order unsignedInt(1:) rw
  Policies list string -> * rw
  Chain string -> Device.Firewall.Chain.
  PortMappingEnabled boolean rw = true
  DefaultPolicy Drop|Accept|Reject rw = Drop
  DefaultLogPolicy boolean rw = false
Device.Firewall.Log.{i}. rw key Alias entries LogNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw
  Description string(:256) rw
  Severity Emergency|Alert|Critical|Error|Warning|Notice|Debug rw = Debug
  Prefix string rw = ""
Device.Firewall.Log.{i}.Filter.
  Policy All|Denied|Allowed rw = All
  SourceInterface string(:256) -> Device.IP.Interface. rw = ""
  DestinationInterface string(:256) -> Device.IP.Interface. rw = ""
Device.Firewall.Pinhole.{i}. rw key Alias enable Enable entries PinholeNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw
  Status Disabled|Enabled|Inactive|Error_Misconfigured|Error = Disabled
  Origin User|System|UPnP|Controller = Controller
  Description string(:256) rw
  Interface string(:256) -> Device.IP.Interface. rw = ""
  LeaseDuration unsignedInt rw
  RemainingLeaseTime unsignedInt candeny
  SourcePort int(-1:65535) rw = -1
  SourcePortRangeMax int(-1:65535) rw = -1
  DestPort int(-1:65535) rw = -1
  DestPortRangeMax int(-1:65535) rw = -1
  IPVersion int(4,6,-1) rw = -1
  Protocol list int(-1:255) rw = -1
  SourcePrefixes list string(:49) rw
  DestIP string(:45) rw
  DestMACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw
  ScheduleRef list string -> Device.Schedules.Schedule. rw = ""
  Log boolean rw = false
  LogRef list string -> Device.Firewall.Log. rw = ""
Device.Firewall.Policy.{i}. rw key Alias entries PolicyNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  Chain string -> Device.Firewall.Chain. rw
  TargetChain Drop|Accept|Reject|Chain rw = Drop
  SourceInterface string(:256) -> Device.IP.Interface. rw = ""
  DestinationInterface string(:256) -> Device.IP.Interface. rw = ""
  IPVersion int(4,6,-1) rw = -1
  ReverseChain string -> Device.Firewall.Chain. rw
  ReverseTargetChain Drop|Accept|Reject|Chain rw = Drop
  Log boolean rw = false
  LogRef list string -> Device.Firewall.Log. rw = ""
Device.Firewall.Service.{i}. rw key Alias enabled-key Interface,DestPort,Protocol,SourcePrefixes enable Enable entries ServiceNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  Interface string(:256) -> Device.IP.Interface. rw = ""
  DestPort list int(-1:65535) rw = -1
  IPVersion int(4,6,-1) rw = -1
  Protocol list int(-1:255) rw = -1
  ICMPType int(-1:255) rw = -1
  SourcePrefixes list string(:49) rw = ""
  Action Drop|Accept|Reject rw = Accept
  Log boolean rw = false
  LogRef list string -> Device.Firewall.Log. rw = ""
Device.Firewall.Set.{i}. rw key Alias enabled-key Name enable Enable entries SetNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw = false
  Origin User|System|Controller = Controller
  Name string(:31) rw
  Type IPAddresses|Ports|MACAddresses rw = IPAddresses
  IPVersion int(4,6,-1) rw = -1
  RuleNumberOfEntries unsignedInt
Device.Firewall.Set.{i}.Rule.{i}. rw key Alias entries RuleNumberOfEntries
  Alias string(:64) rw
  Exclude boolean rw = false
  IPAddressList list string(:45) rw = ""
  MACAddressList list string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw = ""
  PortList list string rw = ""
Device.GRE.
  TunnelNumberOfEntries unsignedInt
  FilterNumberOfEntries unsignedInt
Device.GRE.Filter.{i}. rw key Alias enable Enable entries FilterNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  Order unsignedInt(1:) rw
  Alias string(:64) rw
  Interface string(:256) -> Device.GRE.Tunnel.,Device.GRE.Tunnel.{i}.Interface. rw = ""
  AllInterfaces boolean rw = false
  VLANIDCheck int(-1:) rw = -1
  VLANIDExclude boolean rw = false
  DSCPMarkPolicy int(-2:63) rw
Device.GRE.Tunnel.{i}. rw key Alias entries TunnelNumberOfEntries
  Enable boolean rw
  Status Disabled|Enabled|Error
  Alias string(:64) rw
  RemoteEndpoints list items :4 string(:256) rw
  KeepAlivePolicy ICMP|None rw = None
  KeepAliveTimeout unsignedInt rw = 10
  KeepAliveThreshold unsignedInt rw = 3
  DeliveryHeaderProtocol IPv4|IPv6 rw
  DefaultDSCPMark unsignedInt rw = 0
  ConnectedRemoteEndpoint string(:256)
  InterfaceNumberOfEntries unsignedInt
Device.GRE.Tunnel.{i}.Interface.{i}. rw key Alias key Name enable Enable entries InterfaceNumberOfEntries
  Enable boolean rw = false
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error = Down
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> * rw = ""
  ProtocolIdOverride unsignedInt rw = 0
  UseChecksum boolean rw = false
  KeyIdentifierGenerationPolicy Disabled|Provisioned|CPE_Generated rw = Disabled
  KeyIdentifier unsignedInt rw = 0
  UseSequenceNumber boolean rw = false
Device.GRE.Tunnel.{i}.Interface.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedLong candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  MulticastPacketsSent unsignedLong candeny
  UnicastPacketsReceived unsignedLong candeny
  MulticastPacketsReceived unsignedLong candeny
  BroadcastPacketsSent unsignedLong candeny
  BroadcastPacketsReceived unsignedLong candeny
  UnknownProtoPacketsReceived unsignedInt candeny
  DiscardChecksumReceived unsignedInt
  DiscardSequenceNumberReceived unsignedInt
Device.GRE.Tunnel.{i}.Stats.
  KeepAliveSent unsignedInt
  KeepAliveReceived unsignedInt
  BytesSent unsignedLong
  BytesReceived unsignedLong
  PacketsSent unsignedLong
  PacketsReceived unsignedLong
  ErrorsSent unsignedInt
  ErrorsReceived unsignedInt
Device.GatewayInfo.
  ManufacturerOUI string(:6) // /[0-9A-F]{6}/ defactive
  ProductClass string(:64) defactive
  SerialNumber string(:64) defactive
Device.Ghn.
  InterfaceNumberOfEntries unsignedInt
Device.Ghn.Diagnostics.
Device.Ghn.Diagnostics.PHYThroughput.
  DiagnosticsState None*|Requested|Canceled|Complete*|Error* rw
Device.Ghn.Diagnostics.PerformanceMonitoring.
  DiagnosticsState None*|Requested|Canceled|Complete*|Error* rw
  Interface string -> Device.Ghn.Interface. rw
  DiagnoseMACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw
  SampleInterval unsignedInt rw
  SNRGroupLength unsignedInt(1,2,4,8,16,32,64,128,256) rw
Device.Ghn.Diagnostics.PerformanceMonitoring.Channels.
  TimeStamp dateTime
  ChannelNumberOfEntries unsignedInt
Device.Ghn.Diagnostics.PerformanceMonitoring.Channels.Channel.{i}. enabled-key DestinationMACAddress entries ChannelNumberOfEntries
  DestinationMACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  SNR list unsignedInt
Device.Ghn.Diagnostics.PerformanceMonitoring.Nodes.
  CurrentStart dateTime
  CurrentEnd dateTime
  NodeNumberOfEntries unsignedInt
Device.Ghn.Diagnostics.PerformanceMonitoring.Nodes.Node.{i}. enabled-key DestinationMACAddress entries NodeNumberOfEntries
  DestinationMACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedLong candeny
  UnicastPacketsReceived unsignedLong candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  MulticastPacketsSent unsignedLong candeny
  MulticastPacketsReceived unsignedLong candeny
  BroadcastPacketsSent unsignedLong candeny
  BroadcastPacketsReceived unsignedLong candeny
  UnknownProtoPacketsReceived unsignedInt candeny
  MgmtBytesSent unsignedLong candeny
  MgmtBytesReceived unsignedLong candeny
  MgmtPacketsSent unsignedLong candeny
  MgmtPacketsReceived unsignedLong candeny
  BlocksSent unsignedLong candeny
  BlocksReceived unsignedLong candeny
  BlocksResent unsignedInt candeny
  BlocksErrorsReceived unsignedInt candeny
Device.Ghn.Interface.{i}. key Alias key Name entries InterfaceNumberOfEntries
  Enable boolean rw
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> * rw
  Upstream boolean
  MaxBitRate unsignedInt
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  FirmwareVersion string(:64)
  MaxTransmitRate unsignedInt
  TargetDomainNames list(:1024) string(:32) rw
  DomainName string(:32)
  DomainNameIdentifier unsignedInt
  DomainId unsignedInt
  DeviceId unsignedInt
  NodeTypeDMCapable boolean
  DMRequested boolean rw
  IsDM boolean
  NodeTypeSCCapable boolean
  SCRequested boolean rw
  IsSC boolean
  StandardVersions list string
  MaxBandPlan unsignedInt
  MediumType PowerLineBaseband|PhoneLineBaseband|CoaxBaseband|CoaxRF|PlasticOpticalFiber
  TAIFG unsignedInt
  NotchedAmateurRadioBands hexBinary(:2) rw
  PHYThroughputDiagnosticsEnable list unsignedInt rw
  PerformanceMonitoringDiagnosticsEnable list unsignedInt rw
  SMMaskedBandNumberOfEntries unsignedInt
  NodeTypeDMConfig boolean rw
  NodeTypeDMStatus boolean
  NodeTypeSCStatus boolean
  AssociatedDeviceNumberOfEntries unsignedInt
  PSM list items 2:32 list items 2 unsignedInt rw
Device.Ghn.Interface.{i}.AssociatedDevice.{i}. enabled-key MACAddress entries AssociatedDeviceNumberOfEntries
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  DeviceId unsignedInt
  TxPhyRate unsignedInt candeny
  RxPhyRate unsignedInt candeny
  Active boolean
Device.Ghn.Interface.{i}.DMInfo.
  DomainName hexBinary(:32) rw
  DomainNameIdentifier hexBinary(:2)
  DomainId unsignedInt
  MACCycleDuration unsignedInt(0,10:200) rw
  SCDeviceId unsignedInt rw
  SCMACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw
  ReregistrationTimePeriod unsignedInt(5:63) rw
  TopologyPeriodicInterval unsignedInt(0:255) rw
  MinSupportedBandplan unsignedInt rw
  MaxSupportedBandplan unsignedInt rw
Device.Ghn.Interface.{i}.SCInfo.
  ModesSupported list NN|NMK
  ModeEnabled string rw
  MICSize "4-byte MIC"|"8-byte MIC"|"16-byte MIC" rw
  Location boolean
Device.Ghn.Interface.{i}.SMMaskedBand.{i}. rw enabled-key BandNumber enable Enable entries SMMaskedBandNumberOfEntries
  Enable boolean rw
  BandNumber unsignedInt rw
  StartSubCarrier unsignedInt rw
  StopSubCarrier unsignedInt rw
Device.Ghn.Interface.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedLong candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  MulticastPacketsSent unsignedLong candeny
  UnicastPacketsReceived unsignedLong candeny
  MulticastPacketsReceived unsignedLong candeny
  BroadcastPacketsSent unsignedLong candeny
  BroadcastPacketsReceived unsignedLong candeny
  UnknownProtoPacketsReceived unsignedInt candeny
  MgmtBytesSent unsignedLong candeny
  MgmtBytesReceived unsignedLong candeny
  MgmtPacketsSent unsignedLong candeny
  MgmtPacketsReceived unsignedLong candeny
  BlocksSent unsignedLong candeny
  BlocksReceived unsignedLong candeny
  BlocksResent unsignedInt candeny
  BlocksErrorsReceived unsignedInt candeny
Device.HPNA.
  InterfaceNumberOfEntries unsignedInt
Device.HPNA.Diagnostics.
Device.HPNA.Diagnostics.PHYThroughput.
  DiagnosticsState None*|Requested|Canceled|Complete*|Error*|Error_FailToEnableCert*|Error_CertCmdTimeout*|Error_UnknownErr*|Error_UnsupportedOpcode*|Error_InvalidParam*|Error_UnsupportedCmdSegment*|Error_UnsupportedDataGen*|Error_InvalidSequence*|Error_InvalidFrame*|Eror_InvalidOpcode* rw
  Interface string(:256) ~> Device.HPNA.Interface. rw
  NumPacketsInBurst unsignedInt rw
  BurstInterval unsignedInt rw
  TestPacketPayloadLength unsignedInt(0:1480) rw
  PayloadEncoding unsignedInt rw
  PayloadDataGen unsignedInt rw
  PayloadType Pattern|IncrementByte rw
  PriorityLevel unsignedInt(0:7) rw
  ResultNumberOfEntries unsignedInt
Device.HPNA.Diagnostics.PHYThroughput.Result.{i}. enabled-key SrcMACAddress,DestMACAddress entries ResultNumberOfEntries
  SrcMACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  DestMACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  PHYRate unsignedInt
  BaudRate unsignedInt
  SNR unsignedInt
  PacketsReceived unsignedInt
  Attenuation unsignedInt
Device.HPNA.Diagnostics.PerformanceMonitoring.
  DiagnosticsState None*|Requested|Canceled|Complete*|Error*|Error_SampleIntervalTooSmall* rw
  Interface string(:256) ~> Device.HPNA.Interface. rw
  SampleInterval unsignedInt rw
Device.HPNA.Diagnostics.PerformanceMonitoring.Channels.
  TimeStamp dateTime
  ChannelNumberOfEntries unsignedInt
Device.HPNA.Diagnostics.PerformanceMonitoring.Channels.Channel.{i}. enabled-key HostSrcMACAddress,HostDestMACAddress entries ChannelNumberOfEntries
  HostSrcMACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  HostDestMACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  HPNASrcMACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  HPNADestMACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  PHYRate unsignedInt
  BaudRate unsignedInt
  SNR unsignedInt
  PacketsSent unsignedInt
  PacketsReceived unsignedInt
  LARQPacketsReceived unsignedInt
  FlowSpec string(:256) -> Device.HPNA.Interface.{i}.QoS.FlowSpec.
Device.HPNA.Diagnostics.PerformanceMonitoring.Nodes.
  CurrentStart dateTime
  CurrentEnd dateTime
  NodeNumberOfEntries unsignedInt
Device.HPNA.Diagnostics.PerformanceMonitoring.Nodes.Node.{i}. enabled-key MACAddress entries NodeNumberOfEntries
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  BytesSent unsignedLong
  BytesReceived unsignedLong
  PacketsSent unsignedLong
  PacketsReceived unsignedLong
  BroadcastPacketsSent unsignedLong
  BroadcastPacketsReceived unsignedLong
  MulticastPacketsSent unsignedLong
  MulticastPacketsReceived unsignedLong
  PacketsCrcErrored unsignedInt
  PacketsCrcErroredHost unsignedInt
  PacketsShortErrored unsignedInt
  PacketsShortErroredHost unsignedInt
  RxPacketsDropped unsignedInt
  TxPacketsDropped unsignedInt
  ControlRequestLocal unsignedInt
  ControlReplyLocal unsignedInt
  ControlRequestRemote unsignedInt
  ControlReplyRemote unsignedInt
  PacketsSentWire unsignedLong
  BroadcastPacketsSentWire unsignedLong
  MulticastPacketsSentWire unsignedLong
  PacketsInternalControl unsignedInt
  BroadcastPacketsInternalControl unsignedInt
  PacketsReceivedQueued unsignedInt
  PacketsReceivedForwardUnknown unsignedInt
  NodeUtilization unsignedInt(0:1000)
Device.HPNA.Interface.{i}. key Alias key Name entries InterfaceNumberOfEntries
  Enable boolean rw
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> * rw
  Upstream boolean
  MaxBitRate unsignedInt
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  FirmwareVersion string(:64)
  NodeID unsignedInt
  IsMaster boolean
  Synced boolean
  TotalSyncTime unsignedInt candeny
  NetworkUtilization unsignedInt(0:1000)
  PossibleConnectionTypes list Phone|Coax
  ConnectionType list string rw
  PossibleSpectralModes list A|B|C|D
  SpectralMode string rw
  MTU unsignedInt rw
  NoiseMargin unsignedInt rw
  DefaultNonLARQPER unsignedInt rw
  LARQEnable boolean rw
  MinMulticastRate unsignedInt rw
  NegMulticastRate unsignedInt
  MasterSelectionMode Automatic|ForceEndpoint|ForceMaster rw
  AssociatedDeviceNumberOfEntries unsignedInt
Device.HPNA.Interface.{i}.AssociatedDevice.{i}. enabled-key MACAddress entries AssociatedDeviceNumberOfEntries
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  NodeID unsignedInt
  IsMaster boolean
  Synced boolean
  TotalSyncTime unsignedInt candeny
  MaxBitRate unsignedInt
  PHYDiagnosticsEnable boolean rw
  Active boolean
Device.HPNA.Interface.{i}.QoS.
  FlowSpecNumberOfEntries unsignedInt
Device.HPNA.Interface.{i}.QoS.FlowSpec.{i}. rw key Alias enable Enable entries FlowSpecNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  Alias string(:64) rw
  TrafficClasses list(:256) unsignedInt rw = ""
  FlowType CBR|VBR|VBR-NRT|BE rw = BE
  Priority unsignedInt(0:7) rw = 0
  Latency unsignedInt(0:999) rw = 0
  Jitter unsignedInt(0:999) rw = 0
  PacketSize unsignedInt(0:) rw = 0
  MinRate unsignedInt rw = 0
  AvgRate unsignedInt rw = 0
  MaxRate unsignedInt rw = 0
  PER unsignedInt rw = 0
  Timeout unsignedInt rw = 0
Device.HPNA.Interface.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedLong candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  MulticastPacketsSent unsignedLong candeny
  UnicastPacketsReceived unsignedLong candeny
  MulticastPacketsReceived unsignedLong candeny
  BroadcastPacketsSent unsignedLong candeny
  BroadcastPacketsReceived unsignedLong candeny
  UnknownProtoPacketsReceived unsignedInt candeny
Device.HomePlug.
  InterfaceNumberOfEntries unsignedInt
Device.HomePlug.Interface.{i}. key Alias key Name entries InterfaceNumberOfEntries
  Enable boolean rw
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> * rw
  Upstream boolean
  MaxBitRate unsignedInt
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  LogicalNetwork string(:64) rw
  Version string(:16)
  FirmwareVersion string(:64)
  ForceCCo boolean rw = false
  NetworkPassword string(:32) rw hidden
  OtherNetworksPresent list(:64) string
  AssociatedDeviceNumberOfEntries unsignedInt
Device.HomePlug.Interface.{i}.AssociatedDevice.{i}. enabled-key MACAddress entries AssociatedDeviceNumberOfEntries
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  TxPhyRate unsignedInt
  RxPhyRate unsignedInt
  SNRPerTone list items :1155 unsignedInt
  AvgAttenuation unsignedInt
  EndStationMACs list items :16 string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  Active boolean
Device.HomePlug.Interface.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedLong candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  MulticastPacketsSent unsignedLong candeny
  UnicastPacketsReceived unsignedLong candeny
  MulticastPacketsReceived unsignedLong candeny
  BroadcastPacketsSent unsignedLong candeny
  BroadcastPacketsReceived unsignedLong candeny
  UnknownProtoPacketsReceived unsignedInt candeny
  MPDUTxAck unsignedLong
  MPDUTxCol unsignedLong
  MPDUTxFailed unsignedLong
  MPDURxAck unsignedLong
  MPDURxFailed unsignedLong
Device.Hosts.
  HostNumberOfEntries unsignedInt
  AccessControlNumberOfEntries unsignedInt
Device.Hosts.AccessControl.{i}. rw key Alias enabled-key PhysAddress enable Enable entries AccessControlNumberOfEntries
  Alias string(:64) rw
  Origin User|System|Controller = Controller
  PhysAddress string(:64) rw
  PhysAddressMask string(:64) rw = ""
  HostName string(:256) rw
  Enable boolean rw = false
  AccessPolicy Allow|Deny rw = Allow
  ScheduleRef list string -> Device.Schedules.Schedule. rw = ""
  ScheduleNumberOfEntries unsignedInt deprecated
Device.Hosts.AccessControl.{i}.Schedule.{i}. rw key Alias enable Enable entries ScheduleNumberOfEntries deprecated
  Alias string(:64) rw
  Enable boolean rw = false
  Day list Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday rw
  StartTime string(:5) // /([01][0-9]|2[0-3]):[0-5][0-9]/ rw
  Duration unsignedInt(1:) rw
Device.Hosts.Host.{i}. enabled-key PhysAddress entries HostNumberOfEntries
  PhysAddress string(:64)
  IPAddress string(:45)
  DHCPClient list items :2 string -> Device.DHCPv4.Server.Pool.{i}.Client.,Device.DHCPv6.Server.Pool.{i}.Client.
  AssociatedDevice string(:256) -> *
  Layer1Interface string(:256) -> *
  Layer3Interface string(:256) -> Device.IP.Interface.
  InterfaceType Ethernet|G.hn|HPNA|HomePlug|MoCA|UPA|Wi-Fi|Other
  HostName string(:64)
  Active boolean
  ActiveLastChange dateTime
  IPv4AddressNumberOfEntries unsignedInt
  IPv6AddressNumberOfEntries unsignedInt
Device.Hosts.Host.{i}.IPv4Address.{i}. enabled-key IPAddress entries IPv4AddressNumberOfEntries
  IPAddress string(:15) // /((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])/
Device.Hosts.Host.{i}.IPv6Address.{i}. enabled-key IPAddress entries IPv6AddressNumberOfEntries
  IPAddress string(:45)
Device.Hosts.Host.{i}.WANStats.
  BytesSent unsignedLong
  BytesReceived unsignedLong
  PacketsSent unsignedLong
  PacketsReceived unsignedLong
  ErrorsSent unsignedInt
  RetransCount unsignedInt
  DiscardPacketsSent unsignedInt candeny
Device.IEEE1905.
  Version 1905.1|1905.1a
Device.IEEE1905.AL.
  IEEE1905Id string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  Status Disabled|Enabled|Error_Misconfigured|Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> Device.IEEE1905.AL.Interface.
  RegistrarFreqBand list(:1024) "802.11 2.4 GHz"|"802.11 5 GHz"|"802.11 60 GHz"
  InterfaceNumberOfEntries unsignedInt
Device.IEEE1905.AL.ForwardingTable.
  SetForwardingEnabled boolean rw
  ForwardingRuleNumberOfEntries unsignedInt
Device.IEEE1905.AL.ForwardingTable.ForwardingRule.{i}. rw entries ForwardingRuleNumberOfEntries
  InterfaceList list string(:256) -> Device.IEEE1905.AL.Interface. rw = ""
  MACDestinationAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw
  MACDestinationAddressFlag boolean rw = false
  MACSourceAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw
  MACSourceAddressFlag boolean rw = false
  EtherType unsignedInt rw
  EtherTypeFlag boolean rw = false
  Vid unsignedInt(0:4095) rw
  VidFlag boolean rw = false
  PCP unsignedInt(0:7) rw
  PCPFlag boolean rw = false
Device.IEEE1905.AL.Interface.{i}. enabled-key InterfaceId entries InterfaceNumberOfEntries
  InterfaceId string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> *
  InterfaceStackReference string(:256) candeny
  MediaType "IEEE 802.3u"|"IEEE 802.3ab"|"IEEE 802.11b"|"IEEE 802.11g"|"IEEE 802.11a"|"IEEE 802.11n 2.4"|"IEEE 802.11n 5.0"|"IEEE 802.11ac"|"IEEE 802.11ad"|"IEEE 802.11af"|"IEEE 1901 Wavelet"|"IEEE 1901 FFT"|MoCAv1.1|"Generic PHY"
  GenericPhyOUI string(6) /[0-9A-F]{6}/
  GenericPhyVariant hexBinary(1)
  GenericPhyURL string(:2048)
  SetIntfPowerStateEnabled boolean rw
  PowerState On|Power_Save|Off|Unsupported rw
  VendorPropertiesNumberOfEntries unsignedInt
  LinkNumberOfEntries unsignedInt
Device.IEEE1905.AL.Interface.{i}.Link.{i}. enabled-key InterfaceId,IEEE1905Id entries LinkNumberOfEntries
  InterfaceId string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  IEEE1905Id string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  MediaType "IEEE 802.3u"|"IEEE 802.3ab"|"IEEE 802.11b"|"IEEE 802.11g"|"IEEE 802.11a"|"IEEE 802.11n 2.4"|"IEEE 802.11n 5.0"|"IEEE 802.11ac"|"IEEE 802.11ad"|"IEEE 802.11af"|"IEEE 1901 Wavelet"|"IEEE 1901 FFT"|MoCAv1.1|"Generic PHY"
  GenericPhyOUI string(6) /[0-9A-F]{6}/
  GenericPhyVariant hexBinary(1)
  GenericPhyURL string(:2048)
Device.IEEE1905.AL.Interface.{i}.Link.{i}.Metric.
  IEEE802dot1Bridge boolean
  PacketErrors unsignedInt candeny
  PacketErrorsReceived unsignedInt candeny
  TransmittedPackets unsignedInt candeny
  PacketsReceived unsignedInt candeny
  MACThroughputCapacity unsignedInt candeny
  LinkAvailability unsignedInt(0:100) candeny
  PHYRate unsignedInt candeny
  RSSI unsignedInt(0:255) candeny
Device.IEEE1905.AL.Interface.{i}.VendorProperties.{i}. entries VendorPropertiesNumberOfEntries
  OUI string(6) /[0-9A-F]{6}/
  Information hexBinary(:65535)
Device.IEEE1905.AL.NetworkTopology.
  Enable boolean rw
  Status Incomplete|Available|Error_Misconfigured
  MaxChangeLogEntries unsignedInt(1:) rw
  LastChange string(:256) -> Device.IEEE1905.AL.NetworkTopology.ChangeLog.
  IEEE1905DeviceNumberOfEntries unsignedInt
  ChangeLogNumberOfEntries unsignedInt
Device.IEEE1905.AL.NetworkTopology.ChangeLog.{i}. entries ChangeLogNumberOfEntries
  TimeStamp dateTime
  EventType NewNeighbor|LostNeighbor
  ReporterDeviceId string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  ReporterInterfaceId string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  NeighborType IEEE1905|Non-IEEE1905
  NeighborId string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
Device.IEEE1905.AL.NetworkTopology.IEEE1905Device.{i}. enabled-key IEEE1905Id entries IEEE1905DeviceNumberOfEntries
  IEEE1905Id string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  Version 1905.1|1905.1a
  RegistrarFreqBand list(:1024) "802.11 2.4 GHz"|"802.11 5 GHz"|"802.11 60 GHz"
  FriendlyName string(:128)
  ManufacturerName string(:128)
  ManufacturerModel string(:128)
  ControlURL string(:2048)
  AssocWiFiNetworkDeviceRef string -> Device.WiFi.DataElements.Network.Device.
  VendorPropertiesNumberOfEntries unsignedInt
  IPv4AddressNumberOfEntries unsignedInt
  IPv6AddressNumberOfEntries unsignedInt
  InterfaceNumberOfEntries unsignedInt
  NonIEEE1905NeighborNumberOfEntries unsignedInt
  IEEE1905NeighborNumberOfEntries unsignedInt
  L2NeighborNumberOfEntries unsignedInt
  BridgingTupleNumberOfEntries unsignedInt
Device.IEEE1905.AL.NetworkTopology.IEEE1905Device.{i}.BridgingTuple.{i}. entries BridgingTupleNumberOfEntries
  InterfaceList list string(:256) -> Device.IEEE1905.AL.NetworkTopology.IEEE1905Device.{i}.Interface.
Device.IEEE1905.AL.NetworkTopology.IEEE1905Device.{i}.IEEE1905Neighbor.{i}. enabled-key LocalInterface,NeighborDeviceId entries IEEE1905NeighborNumberOfEntries
  LocalInterface string(:256) -> Device.IEEE1905.AL.NetworkTopology.IEEE1905Device.{i}.Interface.
  NeighborDeviceId string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  MetricNumberOfEntries unsignedInt
Device.IEEE1905.AL.NetworkTopology.IEEE1905Device.{i}.IEEE1905Neighbor.{i}.Metric.{i}. enabled-key NeighborMACAddress entries MetricNumberOfEntries
  NeighborMACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  IEEE802dot1Bridge boolean
  PacketErrors unsignedInt
  PacketErrorsReceived unsignedInt
  TransmittedPackets unsignedInt
  PacketsReceived unsignedInt
  MACThroughputCapacity unsignedInt
  LinkAvailability unsignedInt(0:100)
  PHYRate unsignedInt
  RSSI unsignedInt(0:255)
Device.IEEE1905.AL.NetworkTopology.IEEE1905Device.{i}.IPv4Address.{i}. enabled-key MACAddress,IPv4Address entries IPv4AddressNumberOfEntries
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  IPv4Address string(:15) // /((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])/
  IPv4AddressType Unknown|DHCP|Static|Auto-IP
  DHCPServer string(:45)
Device.IEEE1905.AL.NetworkTopology.IEEE1905Device.{i}.IPv6Address.{i}. enabled-key MACAddress,IPv6Address entries IPv6AddressNumberOfEntries
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  IPv6Address string(:45)
  IPv6AddressType Unknown|LinkLocal|DHCP|Static|SLAAC
  IPv6AddressOrigin string(:45)
Device.IEEE1905.AL.NetworkTopology.IEEE1905Device.{i}.Interface.{i}. enabled-key InterfaceId entries InterfaceNumberOfEntries
  InterfaceId string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  MediaType "IEEE 802.3u"|"IEEE 802.3ab"|"IEEE 802.11b"|"IEEE 802.11g"|"IEEE 802.11a"|"IEEE 802.11n 2.4"|"IEEE 802.11n 5.0"|"IEEE 802.11ac"|"IEEE 802.11ad"|"IEEE 802.11af"|"IEEE 1901 Wavelet"|"IEEE 1901 FFT"|MoCAv1.1|"Generic PHY"
  PowerState On|Power_Save|Off|Unsupported
  GenericPhyOUI string(6) /[0-9A-F]{6}/
  GenericPhyVariant hexBinary(1)
  GenericPhyURL string(:2048)
  NetworkMembership string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  Role AP|"non-AP/non-PCP STA"|"Wi-Fi P2P Client"|"Wi-Fi P2P Group Owner"|802.11adPCP
  APChannelBand hexBinary(1)
  FrequencyIndex1 hexBinary(1)
  FrequencyIndex2 hexBinary(1)
Device.IEEE1905.AL.NetworkTopology.IEEE1905Device.{i}.L2Neighbor.{i}. enabled-key LocalInterface,NeighborInterfaceId entries L2NeighborNumberOfEntries
  LocalInterface string(:256) -> Device.IEEE1905.AL.NetworkTopology.IEEE1905Device.{i}.Interface.
  NeighborInterfaceId string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  BehindInterfaceIds list(:1024) string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
Device.IEEE1905.AL.NetworkTopology.IEEE1905Device.{i}.NonIEEE1905Neighbor.{i}. enabled-key LocalInterface,NeighborInterfaceId entries NonIEEE1905NeighborNumberOfEntries
  LocalInterface string(:256) -> Device.IEEE1905.AL.NetworkTopology.IEEE1905Device.{i}.Interface.
  NeighborInterfaceId string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
Device.IEEE1905.AL.NetworkTopology.IEEE1905Device.{i}.VendorProperties.{i}. entries VendorPropertiesNumberOfEntries
  MessageType hexBinary(1)
  OUI string(6) /[0-9A-F]{6}/
  Information hexBinary(0:65535)
Device.IEEE1905.AL.NetworkingRegistrar.
  Registrar2dot4 list(:1024) string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  Registrar5 list(:1024) string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  Registrar60 list(:1024) string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
Device.IEEE1905.AL.Security.
  SetupMethod list(:1024) UCPK|PBC|NFCNK rw
  Password string rw hidden
Device.IEEE8021x.
  SupplicantNumberOfEntries unsignedInt
Device.IEEE8021x.Supplicant.{i}. rw key Alias enabled-key Interface enable Enable entries SupplicantNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  Alias string(:64) rw
  Interface string(:256) -> * rw = ""
  PAEState Disconnected|Logoff|Connecting|Authenticating|Authenticated|Held|Restart|ForceAuth|ForceUnauth
  EAPIdentity string(:256) rw
  MaxStart unsignedInt(1:10) rw
  StartPeriod unsignedInt(1:) rw
  HeldPeriod unsignedInt(1:) rw
  AuthPeriod unsignedInt rw
  AuthenticationCapabilities list EAP-TLS|EAP-MD5
  StartFailurePolicy FailAuthentication|AssumeAuthentication rw
  AuthenticationSuccessPolicy NoAction|RenewConnection rw
  Reset boolean rw command
  Disconnect boolean rw command
Device.IEEE8021x.Supplicant.{i}.EAPMD5.
  Enable boolean rw
  SharedSecret string(:256) rw hidden
Device.IEEE8021x.Supplicant.{i}.EAPTLS.
  Enable boolean rw
  MutualAuthenticationEnable boolean rw
  Certificate string -> Device.Security.Certificate. rw = ""
  CABundle string -> Device.Security.CABundle. rw = ""
Device.IEEE8021x.Supplicant.{i}.Stats.
  ReceivedFrames unsignedInt = 0
  TransmittedFrames unsignedInt = 0
  TransmittedStartFrames unsignedInt = 0
  TransmittedLogoffFrames unsignedInt = 0
  TransmittedResponseIdFrames unsignedInt = 0
  TransmittedResponseFrames unsignedInt = 0
  ReceivedRequestIdFrames unsignedInt = 0
  ReceivedRequestFrames unsignedInt = 0
  ReceivedInvalidFrames unsignedInt = 0
  ReceivedLengthErrorFrames unsignedInt = 0
  LastFrameVersion unsignedInt
  LastFrameSourceMACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  SuccessCount unsignedInt
  FailureCount unsignedInt
  Reset boolean rw command
Device.IP.
  IPv4Capable boolean
  IPv4Enable boolean rw
  IPv4Status Disabled|Enabled|Error
  IPv6Capable boolean
  IPv6Enable boolean rw
  IPv6Status Disabled|Enabled|Error
  ULAPrefix string(:49) rw
  ActivePortNumberOfEntries unsignedInt
  InterfaceNumberOfEntries unsignedInt
Device.IP.ActivePort.{i}. enabled-key LocalIPAddress,LocalPort,RemoteIPAddress,RemotePort entries ActivePortNumberOfEntries
  LocalIPAddress string(:45)
  LocalPort unsignedInt(0:65535)
  RemoteIPAddress string(:45)
  RemotePort unsignedInt(0:65535)
  Status LISTEN|ESTABLISHED
Device.IP.Diagnostics.
  IPv4PingSupported boolean
  IPv6PingSupported boolean
  IPv4TraceRouteSupported boolean
  IPv6TraceRouteSupported boolean
  IPv4DownloadDiagnosticsSupported boolean
  IPv6DownloadDiagnosticsSupported boolean
  IPv4UploadDiagnosticsSupported boolean
  IPv6UploadDiagnosticsSupported boolean
  IPv4UDPEchoDiagnosticsSupported boolean
  IPv6UDPEchoDiagnosticsSupported boolean
  IPLayerCapacitySupported boolean
  IPv4ServerSelectionDiagnosticsSupported boolean
  IPv6ServerSelectionDiagnosticsSupported boolean
Device.IP.Diagnostics.DownloadDiagnostics.
  DiagnosticsState None*|Requested|Canceled|Complete*|Error_CannotResolveHostName*|Error_NoRouteToHost*|Error_InitConnectionFailed*|Error_NoResponse*|Error_TransferFailed*|Error_PasswordRequestFailed*|Error_LoginFailed*|Error_NoTransferMode*|Error_NoPASV*|Error_IncorrectSize*|Error_Timeout*|Error_Internal*|Error_Other* rw
  Interface string(:256) ~> * rw
  DownloadURL string(:2048) rw
  DownloadTransports list HTTP|FTP
  DSCP unsignedInt(0:63) rw
  EthernetPriority unsignedInt(0:7) rw
  TimeBasedTestDuration unsignedInt(0:999) rw
  TimeBasedTestMeasurementInterval unsignedInt(0:999) rw
  TimeBasedTestMeasurementOffset unsignedInt(0:255) rw
  ProtocolVersion Any|IPv4|IPv6 rw
  NumberOfConnections unsignedInt(1:) rw
  IPAddressUsed string(:45) candeny
  DownloadDiagnosticMaxConnections unsignedInt(1:)
  DownloadDiagnosticsMaxIncrementalResult unsignedInt(1:)
  ROMTime dateTime candeny
  BOMTime dateTime candeny
  EOMTime dateTime candeny
  TestBytesReceived unsignedLong
  TotalBytesReceived unsignedLong
  TotalBytesSent unsignedLong
  TestBytesReceivedUnderFullLoading unsignedLong
  TotalBytesReceivedUnderFullLoading unsignedLong
  TotalBytesSentUnderFullLoading unsignedLong
  PeriodOfFullLoading unsignedInt
  TCPOpenRequestTime dateTime candeny
  TCPOpenResponseTime dateTime candeny
  PerConnectionResultNumberOfEntries unsignedInt
  EnablePerConnectionResults boolean rw candeny
  IncrementalResultNumberOfEntries unsignedInt
Device.IP.Diagnostics.DownloadDiagnostics.IncrementalResult.{i}. entries IncrementalResultNumberOfEntries
  TestBytesReceived unsignedLong candeny
  TotalBytesReceived unsignedLong
  TotalBytesSent unsignedLong
  StartTime dateTime candeny
  EndTime dateTime candeny
Device.IP.Diagnostics.DownloadDiagnostics.PerConnectionResult.{i}. entries PerConnectionResultNumberOfEntries
  ROMTime dateTime candeny
  BOMTime dateTime candeny
  EOMTime dateTime candeny
  TestBytesReceived unsignedLong candeny
  TotalBytesReceived unsignedLong candeny
  TotalBytesSent unsignedLong candeny
  TCPOpenRequestTime dateTime candeny
  TCPOpenResponseTime dateTime candeny
Device.IP.Diagnostics.IPLayerCapacityMetrics.
  DiagnosticsState None*|Requested|Canceled|Complete*|Error_CannotResolveHostName*|Error_NoRouteToHost*|Error_InitConnectionFailed*|Error_NoResponse*|Error_PasswordRequestFailed*|Error_LoginFailed*|Error_RejectedByRemote*|Error_IncorrectSize*|Error_Timeout*|Error_Internal*|Error_Other* rw
  IPLayerMaxConnections unsignedInt(1:)
  IPLayerMaxIncrementalResult unsignedInt(1:)
  IPLayerCapSupportedSoftwareVersion string(:64)
  IPLayerCapSupportedControlProtocolVersion string(:64)
  IPLayerCapSupportedMetrics list IPLR|Sampled_RTT|IPDV|IPRR|RIPR
  IPLayerCapacityAuthCodeNumberOfEntries unsignedInt
  Interface string(:256) ~> * rw
  Role Receiver|Sender rw
  Host string(:256) rw deprecated
  ServerList list items :100 string(:256) rw
  Port unsignedInt(1:65535) rw candeny deprecated
  JumboFramesPermitted boolean rw
  MTU unsignedInt rw
  LocalInterfaceRateIncluded boolean rw
  AuthenticationEnabled boolean rw
  AuthenticationCode string rw hidden
  AuthenticationAlias string rw
  AuthenticationKeyFileLocation string rw
  NumberOfConnections unsignedInt(1:) rw deprecated
  FlowCount unsignedInt rw
  MaximumFlows unsignedInt rw
  EthernetPriority unsignedInt(0:7) rw
  DSCP unsignedInt(0:63) rw
  ProtocolVersion Any|IPv4|IPv6 rw
  UDPPayloadMin unsignedInt(35:8972) rw
  UDPPayloadMax unsignedInt(35:8972) rw
  UDPPayloadContent zeroes|ones|alternates0and1|random rw
  PortMin unsignedInt(49152:65535) rw
  PortMax unsignedInt(49152:65535) rw
  PortOptionalMin unsignedInt(0,1024:49151) rw
  PortOptionalMax unsignedInt(0,1024:49151) rw
  TestType Search|Fixed rw
  IPDVEnable boolean rw
  IPRREnable boolean rw
  RIPREnable boolean rw
  PreambleDuration unsignedInt(0:5) rw
  MaximumTestBandwidth unsignedInt(:32767) rw
  StartSendingRate unsignedInt(500:40000000) rw
  StartSendingRateIndex unsignedInt(0:11108) rw
  NumberTestSubIntervals unsignedInt(1:100) rw
  NumberFirstModeTestSubIntervals unsignedInt(0:100) rw
  TestSubInterval unsignedInt(100:6000) rw
  StatusFeedbackInterval unsignedInt(5:250) rw
  TimeoutNoTestTraffic unsignedInt(500:1000) rw
  TimeoutNoStatusMessage unsignedInt(500:1000) rw
  Tmax unsignedInt(50:3000) rw
  TmaxRTT unsignedInt(50:3000) rw
  TimestampResolution unsignedInt(1:1000) rw
  SeqErrThresh unsignedInt(0:100) rw
  ReordDupIgnoreEnable boolean rw
  LowerThresh unsignedInt(5:250) rw
  UpperThresh unsignedInt(5:250) rw
  RetryThresh unsignedInt(1:3000) rw
  HighSpeedDelta unsignedInt(2:) rw
  RateAdjAlgorithm B|C rw
  SlowAdjThresh unsignedInt(2:) rw
  HSpeedThresh unsignedInt(1:) rw
  StatusCode unsignedInt
  IncrementalResultNumberOfEntries unsignedInt
  ModalResultNumberOfEntries unsignedInt
  StatusMessage string
  BOMTime dateTime candeny
  EOMTime dateTime candeny
  TmaxUsed unsignedInt
  TestInterval unsignedInt
  MaxIPLayerCapacity decimal
  TimeOfMax dateTime
  MaxETHCapacityNoFCS decimal
  MaxETHCapacityWithFCS decimal
  MaxETHCapacityWithFCSVLAN decimal
  LossRatioAtMax decimal
  RTTRangeAtMax decimal
  PDVRangeAtMax decimal
  MinOnewayDelayAtMax decimal
  ReorderedRatioAtMax decimal
  ReplicatedRatioAtMax decimal
  RTTMinAtMax decimal
  RTTMaxAtMax decimal
  InterfaceEthMbpsAtMax decimal
  IPLayerCapacitySummary decimal
  LossRatioSummary decimal
  RTTRangeSummary decimal
  PDVRangeSummary decimal
  MinOnewayDelaySummary decimal
  MinRTTSummary decimal
  ReorderedRatioSummary decimal
  ReplicatedRatioSummary decimal
  InterfaceEthMbpsSummary decimal
  TmaxRTTUsed unsignedInt
  TimestampResolutionUsed unsignedInt
  ActiveFlows unsignedInt(0:)
Device.IP.Diagnostics.IPLayerCapacityMetrics.IPLayerCapacityAuthCode.{i}. rw key Alias entries IPLayerCapacityAuthCodeNumberOfEntries
  Alias string(:64) rw
  AuthenticationKey string rw hidden
Device.IP.Diagnostics.IPLayerCapacityMetrics.IncrementalResult.{i}. entries IncrementalResultNumberOfEntries
  IPLayerCapacity decimal
  TimeOfSubInterval dateTime candeny
  LossRatio decimal
  RTTRange decimal
  PDVRange decimal
  MinOnewayDelay decimal
  ReorderedRatio decimal
  ReplicatedRatio decimal
  InterfaceEthMbps decimal
Device.IP.Diagnostics.IPLayerCapacityMetrics.ModalResult.{i}. entries ModalResultNumberOfEntries
  MaxIPLayerCapacity decimal
  TimeOfMax dateTime
  MaxETHCapacityNoFCS decimal
  MaxETHCapacityWithFCS decimal
  MaxETHCapacityWithFCSVLAN decimal
  LossRatioAtMax decimal
  RTTRangeAtMax decimal
  PDVRangeAtMax decimal
  MinOnewayDelayAtMax decimal
  ReorderedRatioAtMax decimal
  ReplicatedRatioAtMax decimal
  InterfaceEthMbpsAtMax decimal
Device.IP.Diagnostics.IPPing.
  DiagnosticsState None*|Requested|Canceled|Complete*|Error*|Error_CannotResolveHostName*|Error_NoRouteToHost*|Error_Internal*|Error_Other* rw
  Interface string(:256) ~> * rw
  ProtocolVersion Any|IPv4|IPv6 rw
  Host string(:256) rw
  NumberOfRepetitions unsignedInt(1:) rw
  Timeout unsignedInt(1:) rw
  DataBlockSize unsignedInt(1:65535) rw
  DSCP unsignedInt(0:63) rw
  IPAddressUsed string(:45)
  SuccessCount unsignedInt candeny
  FailureCount unsignedInt candeny
  AverageResponseTime unsignedInt candeny
  MinimumResponseTime unsignedInt candeny
  MaximumResponseTime unsignedInt
  AverageResponseTimeDetailed unsignedInt candeny
  MinimumResponseTimeDetailed unsignedInt candeny
  MaximumResponseTimeDetailed unsignedInt
Device.IP.Diagnostics.ServerSelectionDiagnostics.
  DiagnosticsState None*|Requested|Canceled|Complete*|Error_CannotResolveHostName*|Error_Internal*|Error_Other* rw candeny
  Interface string(:256) -> Device.IP.Interface. rw
  ProtocolVersion Any|IPv4|IPv6 rw = Any
  Protocol ICMP|"UDP Echo" rw
  HostList list items :10 string(:256) rw
  NumberOfRepetitions unsignedInt(1:) rw
  Timeout unsignedInt(1:) rw
  FastestHost string candeny
  MinimumResponseTime unsignedInt candeny
  AverageResponseTime unsignedInt candeny
  MaximumResponseTime unsignedInt
  IPAddressUsed string(:45)
Device.IP.Diagnostics.TraceRoute.
  DiagnosticsState None*|Requested|Canceled|Complete*|Error*|Error_CannotResolveHostName*|Error_NoRouteToHost*|Error_MaxHopCountExceeded*|Error_Internal*|Error_Other* rw
  Interface string(:256) ~> * rw
  ProtocolVersion Any|IPv4|IPv6 rw
  Host string(:256) rw
  NumberOfTries unsignedInt(1:3) rw
  Timeout unsignedInt(1:) rw
  DataBlockSize unsignedInt(1:65535) rw
  DSCP unsignedInt(0:63) rw
  MaxHopCount unsignedInt(1:64) rw
  RouteHopsNumberOfEntries unsignedInt candeny
  IPAddressUsed string(:45)
  ResponseTime unsignedInt candeny
Device.IP.Diagnostics.TraceRoute.RouteHops.{i}. entries RouteHopsNumberOfEntries
  Host string(:256) candeny
  HostAddress string candeny
  ErrorCode unsignedInt candeny
  RTTimes list items 1:3 unsignedInt
Device.IP.Diagnostics.UDPEchoConfig.
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
Device.IP.Diagnostics.UDPEchoDiagnostics.
  DiagnosticsState None*|Requested|Canceled|Complete*|Error_CannotResolveHostName*|Error_Internal*|Error_Other* rw candeny
  Interface string(:256) -> Device.IP.Interface. rw
  Host string(:256) rw candeny
  Port unsignedInt(1:65535) rw = 7 candeny
  NumberOfRepetitions unsignedInt(1:) rw candeny
  Timeout unsignedInt(1:) rw candeny
  DataBlockSize unsignedInt(1:65535) rw candeny
  DSCP unsignedInt(0:63) rw candeny
  InterTransmissionTime unsignedInt(1:65535) rw candeny
  ProtocolVersion Any|IPv4|IPv6 rw
  IPAddressUsed string(:45)
  SuccessCount unsignedInt
  FailureCount unsignedInt
  AverageResponseTime unsignedInt
  MinimumResponseTime unsignedInt
  MaximumResponseTime unsignedInt
  EnableIndividualPacketResults boolean rw candeny
  IndividualPacketResultNumberOfEntries unsignedInt
  UDPEchoDiagnosticsMaxResults unsignedInt(1:)
Device.IP.Diagnostics.UDPEchoDiagnostics.IndividualPacketResult.{i}. entries IndividualPacketResultNumberOfEntries
  PacketSuccess boolean
  PacketSendTime dateTime
  PacketReceiveTime dateTime
  TestGenSN unsignedInt
  TestRespSN unsignedInt
  TestRespRcvTimeStamp unsignedInt
  TestRespReplyTimeStamp unsignedInt
  TestRespReplyFailureCount unsignedInt
Device.IP.Diagnostics.UploadDiagnostics.
  DiagnosticsState None*|Requested|Canceled|Complete*|Error_CannotResolveHostName*|Error_NoRouteToHost*|Error_InitConnectionFailed*|Error_NoResponse*|Error_PasswordRequestFailed*|Error_LoginFailed*|Error_NoTransferMode*|Error_NoPASV*|Error_NoCWD*|Error_NoSTOR*|Error_NoTransferComplete*|Error_Timeout*|Error_Internal*|Error_Other* rw
  Interface string(:256) ~> * rw
  UploadURL string(:2048) rw
  UploadTransports list HTTP|FTP
  DSCP unsignedInt(0:63) rw
  EthernetPriority unsignedInt(0:7) rw
  TestFileLength unsignedLong rw
  TimeBasedTestDuration unsignedInt(0:999) rw
  TimeBasedTestMeasurementInterval unsignedInt(0:999) rw
  TimeBasedTestMeasurementOffset unsignedInt(0:255) rw
  ProtocolVersion Any|IPv4|IPv6 rw
  NumberOfConnections unsignedInt(1:) rw
  IPAddressUsed string(:45)
  UploadDiagnosticsMaxConnections unsignedInt(1:)
  UploadDiagnosticsMaxIncrementalResult unsignedInt(1:)
  ROMTime dateTime candeny
  BOMTime dateTime candeny
  EOMTime dateTime candeny
  TestBytesSent unsignedLong
  TotalBytesReceived unsignedLong
  TotalBytesSent unsignedLong
  TestBytesSentUnderFullLoading unsignedLong
  TotalBytesReceivedUnderFullLoading unsignedLong
  TotalBytesSentUnderFullLoading unsignedLong
  PeriodOfFullLoading unsignedInt
  TCPOpenRequestTime dateTime candeny
  TCPOpenResponseTime dateTime candeny
  PerConnectionResultNumberOfEntries unsignedInt
  EnablePerConnectionResults boolean rw candeny
  IncrementalResultNumberOfEntries unsignedInt
Device.IP.Diagnostics.UploadDiagnostics.IncrementalResult.{i}. entries IncrementalResultNumberOfEntries
  TestBytesSent unsignedLong
  TotalBytesReceived unsignedLong
  TotalBytesSent unsignedLong
  StartTime dateTime candeny
  EndTime dateTime candeny
Device.IP.Diagnostics.UploadDiagnostics.PerConnectionResult.{i}. entries PerConnectionResultNumberOfEntries
  ROMTime dateTime candeny
  BOMTime dateTime candeny
  EOMTime dateTime candeny
  TestBytesSent unsignedLong
  TotalBytesReceived unsignedLong candeny
  TotalBytesSent unsignedLong candeny
  TCPOpenRequestTime dateTime candeny
  TCPOpenResponseTime dateTime candeny
Device.IP.Interface.{i}. rw key Alias key Name enable Enable entries InterfaceNumberOfEntries
  Enable boolean rw = false
  IPv4Enable boolean rw
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error = Down
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> * rw = ""
  Router string(:256) -> Device.Routing.Router. rw = ""
  Reset boolean rw = false command
  IPv6Enable boolean rw
  ULAEnable boolean rw = false
  MaxMTUSize unsignedInt(64:65535) rw
  Type Normal|Loopback|Tunnel|Tunneled = Normal
  Loopback boolean rw = false
  IPv4AddressNumberOfEntries unsignedInt
  IPv6AddressNumberOfEntries unsignedInt
  IPv6PrefixNumberOfEntries unsignedInt
  AutoIPEnable boolean rw = false
  TWAMPReflectorNumberOfEntries unsignedInt
Device.IP.Interface.{i}.IPv4Address.{i}. rw key Alias enabled-key IPAddress,SubnetMask enable Enable entries IPv4AddressNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  Alias string(:64) rw
  IPAddress string(:15) // /((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])/ rw
  SubnetMask string(:15) // /((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])/ rw = ""
  AddressingType DHCP|IKEv2|AutoIP|IPCP|Static|3GPP-NAS = Static
Device.IP.Interface.{i}.IPv6Address.{i}. rw key Alias enabled-key IPAddress enable Enable entries IPv6AddressNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  IPAddressStatus Preferred|Deprecated|Invalid|Inaccessible|Unknown|Tentative|Duplicate|Optimistic = Invalid
  Alias string(:64) rw
  IPAddress string(:45) rw = ""
  Origin AutoConfigured|DHCPv6|IKEv2|MAP|WellKnown|3GPP-NAS|Static = Static
  Prefix string -> Device.IP.Interface.{i}.IPv6Prefix. rw = ""
  PreferredLifetime dateTime rw = 9999-12-31T23:59:59Z
  ValidLifetime dateTime rw = 9999-12-31T23:59:59Z
  Anycast boolean rw = false
Device.IP.Interface.{i}.IPv6Prefix.{i}. rw key Alias enabled-key Prefix enable Enable entries IPv6PrefixNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error = Disabled
  PrefixStatus Preferred|Deprecated|Invalid|Inaccessible|Unknown = Invalid
  Alias string(:64) rw
  Prefix string(:49) rw = ""
  Origin AutoConfigured|PrefixDelegation|RouterAdvertisement|WellKnown|Static|Child = Static
  StaticType Static|Inapplicable*|PrefixDelegation|Child rw = Static
  ParentPrefix string -> Device. rw = ""
  ChildPrefixBits string(:49) rw = ""
  OnLink boolean rw = false
  Autonomous boolean rw = false
  PreferredLifetime dateTime rw = 9999-12-31T23:59:59Z
  ValidLifetime dateTime rw = 9999-12-31T23:59:59Z
Device.IP.Interface.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedLong candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  MulticastPacketsSent unsignedLong candeny
  UnicastPacketsReceived unsignedLong candeny
  MulticastPacketsReceived unsignedLong candeny
  BroadcastPacketsSent unsignedLong candeny
  BroadcastPacketsReceived unsignedLong candeny
  UnknownProtoPacketsReceived unsignedInt candeny
Device.IP.Interface.{i}.TWAMPReflector.{i}. rw key Alias enabled-key Port enable Enable entries TWAMPReflectorNumberOfEntries
  Enable boolean rw
  Status Disabled|Active|Error
  Alias string(:64) rw
  Port unsignedInt(:65535) rw = 862
  MaximumTTL unsignedInt(1:255) rw = 1
  IPAllowedList list(:255) string rw
  PortAllowedList list(:255) string rw
Device.IPsec.
  Enable boolean rw
  Status Disabled|Enabled|Error
  AHSupported boolean
  IKEv2SupportedEncryptionAlgorithms list DES|3DES|RC5|IDEA|CAST|BLOWFISH|3IDEA|AES-CBC|AES-CTR|AES-CCM-8|AES-CCM-12|AES-CCM-16|AES-GCM-8|AES-GCM-12|AES-GCM-16|CAMELLIA-CBC
  ESPSupportedEncryptionAlgorithms list NULL|DES-IV64|DES|3DES|RC5|IDEA|CAST|BLOWFISH|3IDEA|DES-IV32|AES-CBC|AES-CTR|AES-CCM-8|AES-CCM-12|AES-CCM-16|AES-GCM-8|AES-GCM-12|AES-GCM-16|NULL-AUTH-AES-GMAC|CAMELLIA-CBC|CAMELLIA-CTR|CAMELLIA-CCM-8|CAMELLIA-CCM-12|CAMELLIA-CCM-16
  IKEv2SupportedPseudoRandomFunctions list HMAC-MD5|HMAC-SHA1|HMAC-TIGER|AES-128-XCBC|HMAC-SHA2-256|HMAC-SHA2-384|HMAC-SHA2-512|AES-128-CMAC
  SupportedIntegrityAlgorithms list NONE|HMAC-MD5-96|HMAC-SHA1-96|DES-MAC|KPDK-MD5|AES-XCBC-96|HMAC-MD5-128|HMAC-SHA1-160|AES-CMAC-96|AES-128-GMAC|AES-192-GMAC|AES-256-GMAC|HMAC-SHA2-256-128|HMAC-SHA2-256-192|HMAC-SHA2-256-256
  SupportedDiffieHellmanGroupTransforms list NONE|MODP-768|MODP-1024|MODP-1536|MODP-2048|MODP-3072|MODP-4096|MODP-6144|MODP-8192|ECP-256|ECP-384|ECP-521|MODP-1024-PRIME-160|MODP-2048-PRIME-224|MODP-2048-PRIME-256|ECP-192|ECP-224
  MaxFilterEntries unsignedInt
  MaxProfileEntries unsignedInt
  FilterNumberOfEntries unsignedInt
  ProfileNumberOfEntries unsignedInt
  TunnelNumberOfEntries unsignedInt
  IKEv2SANumberOfEntries unsignedInt
Device.IPsec.Filter.{i}. rw key Alias enable Enable entries FilterNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  Order unsignedInt(1:) rw
  Alias string(:64) rw
  Interface string(:256) -> * rw = ""
  AllInterfaces boolean rw = false
  DestIP string(:45) rw = ""
  DestMask string(:45) rw = ""
  DestIPExclude boolean rw = false
  SourceIP string(:45) rw = ""
  SourceMask string(:45) rw = ""
  SourceIPExclude boolean rw = false
  Protocol int(-1:255) rw = -1
  ProtocolExclude boolean rw = false
  DestPort int(-1:65535) rw = -1
  DestPortRangeMax int(-1:65535) rw = -1
  DestPortExclude boolean rw = false
  SourcePort int(-1:65535) rw = -1
  SourcePortRangeMax int(-1:65535) rw = -1
  SourcePortExclude boolean rw = false
  ProcessingChoice Discard|Bypass|Protect rw = Bypass
  Profile string -> Device.IPsec.Profile. rw
Device.IPsec.IKEv2SA.{i}. enabled-key Tunnel key Alias entries IKEv2SANumberOfEntries
  Status Up|Down|Unknown|Dormant|Error
  Alias string(:64) rw
  Tunnel string -> Device.IPsec.Tunnel.
  LocalAddress string(:45)
  RemoteAddress string(:45)
  EncryptionAlgorithm string(:64)
  EncryptionKeyLength unsignedInt
  PseudoRandomFunction string(:64)
  IntegrityAlgorithm string(:64)
  DiffieHellmanGroupTransform string(:64)
  CreationTime dateTime
  NATDetected None|Local|Remote|Unsupported
  ReceivedCPAttrNumberOfEntries unsignedInt
  ChildSANumberOfEntries unsignedInt
Device.IPsec.IKEv2SA.{i}.ChildSA.{i}. enabled-key InboundSPI enabled-key OutboundSPI key Alias entries ChildSANumberOfEntries
  Status Up|Down|Unknown|Dormant|Error
  Alias string(:64) rw
  InboundSPI unsignedInt
  OutboundSPI unsignedInt
  CreationTime dateTime
Device.IPsec.IKEv2SA.{i}.ChildSA.{i}.Stats.
  BytesSent unsignedLong
  BytesReceived unsignedLong
  PacketsSent unsignedLong
  PacketsReceived unsignedLong
  ErrorsSent unsignedInt
  DecryptionErrors unsignedInt
  IntegrityErrors unsignedInt
  ReplayErrors unsignedInt
  PolicyErrors unsignedInt
  OtherReceiveErrors unsignedInt
Device.IPsec.IKEv2SA.{i}.ReceivedCPAttr.{i}. rw entries ReceivedCPAttrNumberOfEntries
  Type unsignedInt(0:32767)
  Value hexBinary(:65535)
Device.IPsec.IKEv2SA.{i}.Stats.
  BytesSent unsignedLong
  BytesReceived unsignedLong
  PacketsSent unsignedLong
  PacketsReceived unsignedLong
  ErrorsSent unsignedInt
  DecryptionErrors unsignedInt
  IntegrityErrors unsignedInt
  OtherReceiveErrors unsignedInt
Device.IPsec.Profile.{i}. rw key Alias entries ProfileNumberOfEntries
  Alias string(:64) rw
  MaxChildSAs unsignedInt rw
  RemoteEndpoints list items :4 string(:64) rw
  ForwardingPolicy unsignedInt rw = 0
  Protocol AH|ESP rw = ESP
  IKEv2AuthenticationMethod string -> * rw = ""
  IKEv2AllowedEncryptionAlgorithms list string rw
  ESPAllowedEncryptionAlgorithms list string rw
  IKEv2AllowedPseudoRandomFunctions list string rw
  IKEv2AllowedIntegrityAlgorithms list string rw
  AHAllowedIntegrityAlgorithms list string rw = ""
  ESPAllowedIntegrityAlgorithms list string rw = ""
  IKEv2AllowedDiffieHellmanGroupTransforms list string rw
  IKEv2DeadPeerDetectionTimeout unsignedInt rw
  IKEv2NATTKeepaliveTimeout unsignedInt rw
  AntiReplayWindowSize unsignedInt rw = 0
  DoNotFragment Set|Clear|Copy rw
  DSCPMarkPolicy int(-2:63) rw
  IKEv2SATrafficLimit unsignedLong rw
  IKEv2SATimeLimit unsignedInt rw
  IKEv2SAExpiryAction Renegotiate|Delete rw
  ChildSATrafficLimit unsignedLong rw
  ChildSATimeLimit unsignedInt rw
  ChildSAExpiryAction Renegotiate|Delete rw
  SentCPAttrNumberOfEntries unsignedInt
Device.IPsec.Profile.{i}.SentCPAttr.{i}. rw key Alias enabled-key Type enable Enable entries SentCPAttrNumberOfEntries
  Enable boolean rw
  Alias string(:64) rw
  Type unsignedInt(0:32767) rw
  Value hexBinary(:65535) rw
Device.IPsec.Stats.
  NegotiationFailures unsignedInt
  BytesSent unsignedLong
  BytesReceived unsignedLong
  PacketsSent unsignedLong
  PacketsReceived unsignedLong
  ErrorsSent unsignedInt
  UnknownSPIErrors unsignedInt
  DecryptionErrors unsignedInt
  IntegrityErrors unsignedInt
  ReplayErrors unsignedInt
  PolicyErrors unsignedInt
  OtherReceiveErrors unsignedInt
Device.IPsec.Tunnel.{i}. key Alias enabled-key TunnelInterface,TunneledInterface entries TunnelNumberOfEntries
  Alias string(:64) rw
  TunnelInterface string -> Device.IP.Interface.
  TunneledInterface string -> Device.IP.Interface.
  Filters list string -> Device.IPsec.Filter.
Device.IPsec.Tunnel.{i}.Stats.
  DecryptionErrors unsignedInt
  IntegrityErrors unsignedInt
  ReplayErrors unsignedInt
  PolicyErrors unsignedInt
  OtherReceiveErrors unsignedInt
Device.IPv6rd.
  Enable boolean rw
  InterfaceSettingNumberOfEntries unsignedInt
Device.IPv6rd.InterfaceSetting.{i}. key Alias entries InterfaceSettingNumberOfEntries
  Enable boolean rw
  Status Disabled|Enabled|Error
  Alias string(:64) rw
  BorderRelayIPv4Addresses list items :4 string(:15) // /((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])/ rw
  AllTrafficToBorderRelay boolean rw
  SPIPv6Prefix string(:49) rw
  IPv4MaskLength unsignedInt(0:32) rw
  AddressSource string(:256) -> Device.IP.Interface.{i}.IPv4Address. rw
  TunnelInterface string(:256) -> Device.IP.Interface.
  TunneledInterface string(:256) -> Device.IP.Interface.
Device.InterfaceStack.{i}. enabled-key HigherLayer,LowerLayer key Alias entries InterfaceStackNumberOfEntries
  Alias string(:64) rw
  HigherLayer string(:256) -> *
  LowerLayer string(:256) -> *
  HigherAlias string(:64)
  LowerAlias string(:64)
Device.L2TPv3.
  TunnelNumberOfEntries unsignedInt
  FilterNumberOfEntries unsignedInt
Device.L2TPv3.Filter.{i}. rw key Alias enable Enable entries FilterNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  Order unsignedInt(1:) rw
  Alias string(:64) rw
  Interface string(:256) -> Device.L2TPv3.Tunnel.,Device.L2TPv3.Tunnel.{i}.Interface. rw = ""
  AllInterfaces boolean rw = false
  VLANIDCheck int(-1:) rw = -1
  VLANIDExclude boolean rw = false
  DSCPMarkPolicy int(-2:63) rw
Device.L2TPv3.Tunnel.{i}. rw key Alias entries TunnelNumberOfEntries
  Enable boolean rw
  Status Disabled|Enabled|Error
  Alias string(:64) rw
  RemoteEndpoints list items :4 string(:256) rw
  KeepAlivePolicy ICMP|None rw = None
  KeepAliveTimeout unsignedInt rw = 10
  KeepAliveThreshold unsignedInt rw = 3
  DeliveryHeaderProtocol IPv4|IPv6 rw
  DefaultDSCPMark unsignedInt rw = 0
  TunnelEncapsulation IP|UDP rw = IP
  ConnectedRemoteEndpoint string(:256)
  InterfaceNumberOfEntries unsignedInt
Device.L2TPv3.Tunnel.{i}.Interface.{i}. rw key Alias key Name enable Enable entries InterfaceNumberOfEntries
  Enable boolean rw = false
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error = Down
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> * rw = ""
  SessionID int(-1,1:65535) rw = 1
  CookiePolicy Disabled|Configured|Generated rw = Configured
  Cookie unsignedLong rw
Device.L2TPv3.Tunnel.{i}.Interface.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedLong candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  MulticastPacketsSent unsignedLong candeny
  UnicastPacketsReceived unsignedLong candeny
  MulticastPacketsReceived unsignedLong candeny
  BroadcastPacketsSent unsignedLong candeny
  BroadcastPacketsReceived unsignedLong candeny
  UnknownProtoPacketsReceived unsignedInt candeny
  DiscardChecksumReceived unsignedInt
  DiscardSequenceNumberReceived unsignedInt
Device.L2TPv3.Tunnel.{i}.Stats.
  KeepAliveSent unsignedInt
  KeepAliveReceived unsignedInt
  BytesSent unsignedLong
  BytesReceived unsignedLong
  PacketsSent unsignedLong
  PacketsReceived unsignedLong
  ErrorsSent unsignedInt
  ErrorsReceived unsignedInt
Device.L2TPv3.Tunnel.{i}.UDP.
  SourcePort unsignedInt(:65535) rw = 1701
  RemotePort unsignedInt(:65535) rw = 1701
  EnableChecksum boolean rw = false
Device.LANConfigSecurity.
  ConfigPassword string(:64) rw hidden
Device.LEDs.
  LEDNumberOfEntries unsignedInt
Device.LEDs.LED.{i}. enabled-key Name key Alias entries LEDNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw
  Name string rw
  Status Disabled|InUse|Controlled|Error
  Reason string candeny
  CyclePeriodRepetitions int(-1:) candeny
  Location Front|Back|Left|Right|Top|Bottom
  RelativeXPosition unsignedInt
  RelativeYPosition unsignedInt
  MaxBrightness unsignedInt
  CycleElementNumberOfEntries unsignedInt
Device.LEDs.LED.{i}.CurrentCycleElement.
  CycleElementReference string -> Device.LEDs.LED.{i}.CycleElement. candeny
  Color hexBinary(3) candeny
  Duration unsignedInt candeny
Device.LEDs.LED.{i}.CycleElement.{i}. rw enabled-key Order key Alias enable Enable entries CycleElementNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw
  Order unsignedInt(1:) rw
  Color hexBinary(3) rw
  Duration unsignedInt rw
  FadeInterval unsignedInt rw
  Brightness unsignedInt(0:100) rw
Device.LLDP.
Device.LLDP.Discovery.
  DeviceNumberOfEntries unsignedInt
Device.LLDP.Discovery.Device.{i}. enabled-key ChassisIDSubtype,ChassisID entries DeviceNumberOfEntries
  Interface string -> *
  ChassisIDSubtype unsignedInt(:255)
  ChassisID string(1:255)
  Host list(:1024) string(:256) -> Device.Hosts.Host.
  PortNumberOfEntries unsignedInt
Device.LLDP.Discovery.Device.{i}.DeviceInformation.
  DeviceCategory list string
  ManufacturerOUI string(0:6) // /[0-9A-F]{6}/
  ModelName string(:31)
  ModelNumber string(:31)
  VendorSpecificNumberOfEntries unsignedInt
Device.LLDP.Discovery.Device.{i}.DeviceInformation.VendorSpecific.{i}. enabled-key OrganizationCode,InformationType entries VendorSpecificNumberOfEntries
  OrganizationCode string(6) /[0-9A-F]{6}/
  InformationType unsignedInt(:255)
  Information string(:248)
Device.LLDP.Discovery.Device.{i}.Port.{i}. enabled-key PortIDSubtype,PortID entries PortNumberOfEntries
  PortIDSubtype unsignedInt(:255)
  PortID string(1:255)
  TTL unsignedInt(:65535)
  PortDescription string(:255)
  MACAddressList list items :255 string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  LastUpdate dateTime
Device.LLDP.Discovery.Device.{i}.Port.{i}.LinkInformation.
  InterfaceType unsignedInt
  MACForwardingTable list items :255 string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
Device.LMAP.
  MeasurementAgentNumberOfEntries unsignedInt
  ReportNumberOfEntries unsignedInt
  EventNumberOfEntries unsignedInt
Device.LMAP.Event.{i}. rw key Alias enabled-key Name enable Enable entries EventNumberOfEntries
  Enable boolean rw
  Alias string(:64) rw
  Name string(:256) rw
  Type PeriodicTiming|CalendarTiming|OneOffTiming|Immediate|Startup|ControllerLost|ControllerConnected rw = Immediate
  RandomnessSpread int rw
  CycleInterval int rw
Device.LMAP.Event.{i}.CalendarTimer.
  StartTime dateTime rw
  EndTime dateTime rw
  ScheduleMonths string rw
  ScheduleDaysOfMonth string rw
  ScheduleDaysOfWeek string rw
  ScheduleHoursOfDay string rw
  ScheduleMinutesOfHour string rw
  ScheduleSecondsOfMinute string rw
  EnableScheduleTimezoneOffset boolean rw
  ScheduleTimezoneOffset int(-23:23) rw
Device.LMAP.Event.{i}.OneOff.
  StartTime dateTime rw
Device.LMAP.Event.{i}.PeriodicTimer.
  StartTime dateTime rw
  EndTime dateTime rw
  Interval unsignedInt rw
Device.LMAP.MeasurementAgent.{i}. rw key Alias enabled-key Identifier enable Enable entries MeasurementAgentNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw
  Version string
  LastStarted dateTime
  CapabilityTags list string
  Identifier string(36) /[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}/ rw
  GroupIdentifier string(:256) rw
  MeasurementPoint string(:256) rw
  UseAgentIdentifierInReports boolean rw = true
  UseGroupIdentifierInReports boolean rw = false
  UseMeasurementPointInReports boolean rw = false
  PublicCredential string -> Device.Security.Certificate. rw
  PrivateCredential string -> Device.Security.Certificate. rw
  EventLog string -> Device.DeviceInfo.VendorLogFile.
  TaskCapabilityNumberOfEntries unsignedInt
  ScheduleNumberOfEntries unsignedInt
  TaskNumberOfEntries unsignedInt
  CommunicationChannelNumberOfEntries unsignedInt
  InstructionNumberOfEntries unsignedInt
Device.LMAP.MeasurementAgent.{i}.CommunicationChannel.{i}. rw key Alias enabled-key Name enable Enable entries CommunicationChannelNumberOfEntries
  Enable boolean rw
  Alias string(:64) rw
  Name string(:256) rw
  UseBulkDataProfile boolean rw
  BulkDataProfile string -> Device.BulkData.Profile. rw
  Target string(:2048) rw
  TargetPublicCredential string -> Device.Security.Certificate. rw
  Interface string -> * rw
Device.LMAP.MeasurementAgent.{i}.Controller.
  ControllerTimeout int(0:) rw
  ControlSchedules list string -> Device.LMAP.MeasurementAgent.{i}.Schedule. rw
  ControlTasks list string -> Device.LMAP.MeasurementAgent.{i}.Task. rw
  ControlChannels list string -> Device.LMAP.MeasurementAgent.{i}.CommunicationChannel. rw
Device.LMAP.MeasurementAgent.{i}.Instruction.{i}. rw key Alias enable Enable entries InstructionNumberOfEntries
  Enable boolean rw
  Alias string(:64) rw
  LastChange dateTime
  InstructionSchedules list string -> Device.LMAP.MeasurementAgent.{i}.Schedule. rw
  InstructionTasks list string -> Device.LMAP.MeasurementAgent.{i}.Task. rw
  ReportChannels list string -> Device.LMAP.MeasurementAgent.{i}.CommunicationChannel. rw
  MeasurementSuppressionNumberOfEntries unsignedInt
Device.LMAP.MeasurementAgent.{i}.Instruction.{i}.MeasurementSuppression.{i}. rw key Alias enabled-key Name enable Enable entries MeasurementSuppressionNumberOfEntries
  Enable boolean rw
  Alias string(:64) rw
  Name string(:256) rw
  State Enabled|Active|Disabled
  StopRunning boolean rw = false
  Start string -> Device.LMAP.Event. rw = ""
  End string -> Device.LMAP.Event. rw = ""
  SuppressionMatch list string rw
Device.LMAP.MeasurementAgent.{i}.Schedule.{i}. rw key Alias enabled-key Name enable Enable entries ScheduleNumberOfEntries
  Enable boolean rw
  Alias string(:64) rw
  Name string(:256) rw
  State Enabled|Suppressed|Disabled|Running
  Start string -> Device.LMAP.Event. rw
  End string -> Device.LMAP.Event. rw = ""
  Duration unsignedInt rw = 0
  Tags list string rw
  SuppressionTags list string rw
  ExecutionMode Sequential|Parallel|Pipelined rw = Pipelined
  LastInvocation dateTime
  Storage unsignedLong candeny
  ActionNumberOfEntries unsignedInt
Device.LMAP.MeasurementAgent.{i}.Schedule.{i}.Action.{i}. rw key Alias enable Enable entries ActionNumberOfEntries
  Enable boolean rw
  Alias string(:64) rw
  State Enabled|Suppressed|Disabled|Running
  Order unsignedInt rw
  Task string -> Device.LMAP.MeasurementAgent.{i}.Task. rw
  OutputDestination list string -> Device.LMAP.MeasurementAgent.{i}.Schedule. rw
  SuppressionTags list string rw
  Tags list string rw
  Storage unsignedLong candeny
  LastInvocation dateTime
  LastSuccessfulCompletion dateTime
  LastSuccessfulStatusCode int
  LastSuccessfulMessage string
  LastFailedCompletion dateTime
  LastFailedStatusCode int
  LastFailedMessage string
  OptionNumberOfEntries unsignedInt
Device.LMAP.MeasurementAgent.{i}.Schedule.{i}.Action.{i}.Option.{i}. rw key Alias enabled-key Name enable Enable entries OptionNumberOfEntries
  Enable boolean rw
  Alias string(:64) rw
  Order unsignedInt rw
  Name string(:256) rw
  Value string rw
Device.LMAP.MeasurementAgent.{i}.Schedule.{i}.Action.{i}.Stats.
  Invocations unsignedLong candeny
  Suppressions unsignedLong candeny
  Overlaps unsignedLong candeny
  Failures unsignedLong candeny
Device.LMAP.MeasurementAgent.{i}.Schedule.{i}.Stats.
  Invocations unsignedLong candeny
  Suppressions unsignedLong candeny
  Overlaps unsignedLong candeny
  Failures unsignedLong candeny
Device.LMAP.MeasurementAgent.{i}.Task.{i}. rw key Alias enabled-key Name enable Enable entries TaskNumberOfEntries
  Enable boolean rw
  Alias string(:64) rw
  Name string(:256) rw
  Tags list string rw
  OptionNumberOfEntries unsignedInt
  RegistryNumberOfEntries unsignedInt
Device.LMAP.MeasurementAgent.{i}.Task.{i}.Option.{i}. rw key Alias enabled-key Name enable Enable entries OptionNumberOfEntries
  Enable boolean rw
  Alias string(:64) rw
  Order unsignedInt rw
  Name string(:256) rw
  Value string rw
Device.LMAP.MeasurementAgent.{i}.Task.{i}.Registry.{i}. rw enabled-key RegistryEntry key Alias enable Enable entries RegistryNumberOfEntries
  Enable boolean rw
  Alias string(:64) rw
  RegistryEntry string rw
  Roles list string(:256) rw
Device.LMAP.MeasurementAgent.{i}.TaskCapability.{i}. enabled-key Name entries TaskCapabilityNumberOfEntries
  Name string(:256)
  Version string(:256)
  TaskCapabilityRegistryNumberOfEntries unsignedInt
Device.LMAP.MeasurementAgent.{i}.TaskCapability.{i}.Registry.{i}. enabled-key RegistryEntry entries TaskCapabilityRegistryNumberOfEntries
  RegistryEntry string
  Roles list string(:256)
Device.LMAP.Report.{i}. entries ReportNumberOfEntries
  ReportDate dateTime
  AgentIdentifier string(36) /[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}/
  GroupIdentifier string
  MeasurementPoint string(:256)
  ResultNumberOfEntries unsignedInt
Device.LMAP.Report.{i}.Result.{i}. enabled-key ScheduleName,ActionName,StartTime entries ResultNumberOfEntries
  TaskName string(:256)
  ScheduleName string(:256)
  ActionName string(:256)
  EventTime dateTime
  StartTime dateTime
  EndTime dateTime
  CycleNumber string /YYYYMMDD.HHMMSS/
  Status int
  Tags list string
  OptionNumberOfEntries unsignedInt
  ResultConflictNumberOfEntries unsignedInt
  ResultReportTableNumberOfEntries unsignedInt
Device.LMAP.Report.{i}.Result.{i}.Conflict.{i}. enabled-key ScheduleName,ActionName,TaskName entries ResultConflictNumberOfEntries
  TaskName string(:256)
  ScheduleName string(:256)
  ActionName string(:256)
Device.LMAP.Report.{i}.Result.{i}.Option.{i}. enabled-key Name entries OptionNumberOfEntries
  Order unsignedInt
  Name int
  Value string
Device.LMAP.Report.{i}.Result.{i}.ReportTable.{i}. entries ResultReportTableNumberOfEntries
  ColumnLabels list string
  ResultReportRowNumberOfEntries unsignedInt
  RegistryNumberOfEntries unsignedInt
Device.LMAP.Report.{i}.Result.{i}.ReportTable.{i}.Registry.{i}. enabled-key RegistryEntry entries RegistryNumberOfEntries
  RegistryEntry string
  Roles list string(:256)
Device.LMAP.Report.{i}.Result.{i}.ReportTable.{i}.ResultRow.{i}. entries ResultReportRowNumberOfEntries
  Values list string
Device.Logical.
  InterfaceNumberOfEntries unsignedInt
Device.Logical.Interface.{i}. rw key Alias key Name enable Enable entries InterfaceNumberOfEntries
  Enable boolean rw = false
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error = Down
  Alias string(:64) rw
  Name string(:64) rw
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> * rw = ""
Device.Logical.Interface.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedLong candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  MulticastPacketsSent unsignedLong candeny
  UnicastPacketsReceived unsignedLong candeny
  MulticastPacketsReceived unsignedLong candeny
  BroadcastPacketsSent unsignedLong candeny
  BroadcastPacketsReceived unsignedLong candeny
  UnknownProtoPacketsReceived unsignedInt candeny
Device.MAP.
  Enable boolean rw
  DomainNumberOfEntries unsignedInt
Device.MAP.Domain.{i}. rw key Alias enabled-key WANInterface,IPv6Prefix enable Enable entries DomainNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error_Misconfigured|Error
  Alias string(:64) rw
  TransportMode Encapsulation|Translation rw = Translation
  WANInterface string -> Device.IP.Interface. rw
  IPv6Prefix string -> Device.IP.Interface.{i}.IPv6Prefix. rw
  BRIPv6Prefix string(:49) rw
  DSCPMarkPolicy int(-2:63) rw
  RuleNumberOfEntries unsignedInt
Device.MAP.Domain.{i}.Interface.
  Enable boolean rw = false
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error = Down
  Alias string(:64) rw deprecated
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> * rw = ""
Device.MAP.Domain.{i}.Interface.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedLong candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  MulticastPacketsSent unsignedLong candeny
  UnicastPacketsReceived unsignedLong candeny
  MulticastPacketsReceived unsignedLong candeny
  BroadcastPacketsSent unsignedLong candeny
  BroadcastPacketsReceived unsignedLong candeny
  UnknownProtoPacketsReceived unsignedInt candeny
Device.MAP.Domain.{i}.Rule.{i}. rw key Alias enabled-key IPv6Prefix enabled-key IPv4Prefix enable Enable entries RuleNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error = Disabled
  Alias string(:64) rw
  Origin DHCPv6|Static = Static
  IPv6Prefix string(:49) rw = "/0"
  IPv4Prefix string(:18) // /\/(3[0-2]|[012]?[0-9])/ /((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\/(3[0-2]|[012]?[0-9])/ rw = "/0"
  EABitsLength unsignedInt(0:48) rw = 0
  IsFMR boolean rw = false
  PSIDOffset unsignedInt(0:15) rw = 6
  PSIDLength unsignedInt(0:16) rw = 0
  PSID unsignedInt(0:65535) rw = 0
  IncludeSystemPorts boolean rw = false
Device.MQTT.
  ClientNumberOfEntries unsignedInt
  BrokerNumberOfEntries unsignedInt
Device.MQTT.Broker.{i}. rw key Alias key Name enable Enable entries BrokerNumberOfEntries
  Alias string(:64) rw
  Name string(:64) rw
  Enable boolean rw
  Status Disabled|Enabled|Error_Misconfigured|Error
  Port unsignedInt(1:65535) rw = 1883
  Interface string(:256) -> Device.IP.Interface. rw
  Username string(:256) rw
  Password string(:256) rw hidden
  BridgeNumberOfEntries unsignedInt
Device.MQTT.Broker.{i}.Bridge.{i}. rw key Alias key Name enable Enable entries BridgeNumberOfEntries
  Alias string(:64) rw
  Name string(:64) rw
  Enable boolean rw
  Status Disabled|Connecting|Connected|Error_Misconfigured|Error_BrokerUnreachable|Error
  ProtocolVersion string rw
  TransportProtocol string rw = TCP/IP
  CleanSession boolean rw = true
  CleanStart boolean rw = true
  KeepAliveTime unsignedInt(:65535) rw = 60
  ForceReconnect boolean rw command
  ClientID string(0:65535) rw
  Username string(:256) rw
  Password string(:256) rw hidden
  MessageRetryTime unsignedInt(1:) rw = 5
  ConnectRetryTime unsignedInt(1:) rw = 30
  ServerSelectionAlgorithm Priority|RoundRobin|Random rw
  ServerConnection string -> Device.MQTT.Broker.{i}.Bridge.{i}.Server.
  ServerNumberOfEntries unsignedInt
  SubscriptionNumberOfEntries unsignedInt
Device.MQTT.Broker.{i}.Bridge.{i}.Server.{i}. rw key Alias enabled-key Address,Port enable Enable entries ServerNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw
  Priority unsignedInt(0:65535) rw
  Weight long(-1:65535) rw
  Address string(:256) rw
  Port unsignedInt(1:65535) rw = 1883
Device.MQTT.Broker.{i}.Bridge.{i}.Subscription.{i}. rw key Alias enabled-key Topic,Direction enable Enable entries SubscriptionNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw
  Status Enabled|Disabled|Error
  Topic string(:65535) rw
  Direction out|in|both rw
  QoS unsignedInt(0:2) rw
  LocalPrefix string(:256) rw
  RemotePrefix string(:256) rw
Device.MQTT.Broker.{i}.Stats.
  TotalNumberOfClients unsignedInt
  NumberOfActiveClients unsignedInt
  NumberOfInactiveClients unsignedInt
  Subscriptions unsignedInt candeny
  PublishSent unsignedLong candeny
  PublishReceived unsignedLong candeny
  MQTTMessagesSent unsignedLong candeny
  MQTTMessagesReceived unsignedLong candeny
  ConnectionErrors unsignedInt candeny
  PublishErrors unsignedInt
Device.MQTT.Capabilities.
  ProtocolVersionsSupported list 3.1|3.1.1|5.0
  TransportProtocolSupported list TCP/IP|TLS|WebSocket|WebSocketTLS
  MaxNumberOfClientSubscriptions unsignedInt
  MaxNumberOfBrokerBridges unsignedInt
  MaxNumberOfBrokerBridgeSubscriptions unsignedInt
Device.MQTT.Client.{i}. rw key Alias key Name enable Enable entries ClientNumberOfEntries
  Alias string(:64) rw
  Name string(:64) rw
  Enable boolean rw
  Status Disabled|Connecting|Connected|Error_Misconfigured|Error_BrokerUnreachable|Error
  Interface string(:256) -> Device.IP.Interface. rw = ""
  ProtocolVersion string rw
  BrokerAddress string(:256) rw
  BrokerPort unsignedInt(1:65535) rw = 1883
  TransportProtocol string rw = TCP/IP
  CleanSession boolean rw = true
  CleanStart boolean rw = true
  WillEnable boolean rw
  WillQoS unsignedInt(0:2) rw
  WillRetain boolean rw
  KeepAliveTime unsignedInt(:65535) rw = 60
  ForceReconnect boolean rw command
  SessionExpiryInterval unsignedInt rw
  ReceiveMaximum unsignedInt rw
  MaximumPacketSize unsignedInt rw
  TopicAliasMaximum unsignedInt(:65535) rw
  RequestResponseInfo boolean rw
  RequestProblemInfo boolean rw
  AuthenticationMethod string(0:256) rw
  ALPN list string(0:256) rw = ""
  ClientID string(0:65535) rw
  WillDelayInterval unsignedInt rw = 5
  WillMessageExpiryInterval unsignedInt rw
  WillContentType string(:256) rw
  WillResponseTopic string(:65535) rw
  WillTopic string(:65535) rw
  WillValue string(:65535) rw
  Username string(:256) rw
  Password string(:256) rw hidden
  PublishMessageExpiryInterval unsignedInt rw
  MessageRetryTime unsignedInt(1:) rw = 5
  ConnectRetryTime unsignedInt(1:) rw = 5
  ConnectRetryIntervalMultiplier unsignedInt(1000:65535) rw = 2000
  ConnectRetryMaxInterval unsignedInt(1:) rw = 30720
  ResponseInformation string(:65535)
  SubscriptionNumberOfEntries unsignedInt
  UserPropertyNumberOfEntries unsignedInt
Device.MQTT.Client.{i}.Stats.
  BrokerConnectionEstablished dateTime candeny
  LastPublishMessageSent dateTime candeny
  LastPublishMessageReceived dateTime candeny
  PublishSent unsignedLong candeny
  PublishReceived unsignedLong candeny
  SubscribeSent unsignedLong candeny
  UnSubscribeSent unsignedLong candeny
  MQTTMessagesSent unsignedLong candeny
  MQTTMessagesReceived unsignedLong candeny
  ConnectionErrors unsignedInt candeny
  PublishErrors unsignedInt
Device.MQTT.Client.{i}.Subscription.{i}. rw key Alias enabled-key Topic enable Enable entries SubscriptionNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw
  Status Unsubscribed|Subscribed|Subscribing|Unsubscribing|Error
  Topic string(:65535) rw
  QoS unsignedInt(0:2) rw
Device.MQTT.Client.{i}.UserProperty.{i}. rw key Alias enabled-key Name enable Enable entries UserPropertyNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw
  Name string(:65535) rw
  Value string(:65535) rw
  PacketType list AUTH|CONNECT|DISCONNECT|PUBLISH|PUBACK|PUBREC|PUBREL|PUBCOMP|SUBSCRIBE|UNSUBSCRIBE|WILL rw
Device.ManagementServer.
  EnableCWMP boolean rw = true
  URL string(:2048) rw
  Username string(:256) rw
  Password string(:256) rw hidden
  ScheduleReboot dateTime rw
  DelayReboot int(-1:) rw
  PeriodicInformEnable boolean rw
  PeriodicInformInterval unsignedInt(1:) rw
  PeriodicInformTime dateTime rw
  ParameterKey string(:32) forced candeny
  ConnectionRequestURL string(:2048) forced defactive
  ConnectionRequestUsername string(:256) rw
  ConnectionRequestPassword string(:256) rw hidden
  UpgradesManaged boolean rw
  KickURL string(:2048)
  DownloadProgressURL string(:2048)
  DefaultActiveNotificationThrottle unsignedInt rw
  CWMPRetryMinimumWaitInterval unsignedInt(1:65535) rw
  CWMPRetryIntervalMultiplier unsignedInt(1000:65535) rw
  HTTPConnectionRequestEnable boolean rw = true
  UDPConnectionRequestAddress string(:256)
  STUNEnable boolean rw
  STUNServerAddress string(:256) rw
  STUNServerPort unsignedInt(0:65535) rw
  STUNUsername string(:256) rw
  STUNPassword string(:256) rw hidden
  STUNMaximumKeepAlivePeriod int(-1:) rw
  STUNMinimumKeepAlivePeriod unsignedInt rw
  NATDetected boolean
  AliasBasedAddressing boolean forced
  InstanceMode InstanceNumber|InstanceAlias rw = InstanceNumber
  AutoCreateInstances boolean rw = false
  ManageableDeviceNumberOfEntries unsignedInt
  ManageableDeviceNotificationLimit unsignedInt rw
  EmbeddedDeviceNumberOfEntries unsignedInt
  VirtualDeviceNumberOfEntries unsignedInt
  SupportedConnReqMethods list HTTP|STUN|XMPP
  ConnReqXMPPConnection string -> Device.XMPP.Connection. rw
  ConnReqAllowedJabberIDs list items :32 string(:256) rw
  ConnReqJabberID string defactive
  HTTPCompressionSupported list GZIP|Compress|Deflate
  HTTPCompression string rw = Disabled
  LightweightNotificationProtocolsSupported list "UDP"
  LightweightNotificationProtocolsUsed list string rw
  LightweightNotificationTriggerInterval unsignedInt(0:) rw
  LightweightNotificationTriggerTime dateTime rw
  UDPLightweightNotificationHost string(:256) rw
  UDPLightweightNotificationPort unsignedInt rw
  InstanceWildcardsSupported boolean
  InformParameterNumberOfEntries unsignedInt
Device.ManagementServer.AutonomousTransferCompletePolicy.
  Enable boolean rw
  TransferTypeFilter Upload|Download|Both rw
  ResultTypeFilter Success|Failure|Both rw
  FileTypeFilter list(:1024) string /1 Firmware Upgrade Image/ /2 Web Content/ /3 Vendor Configuration File/ /4 Vendor Log File/ /X [0-9A-F]{6} .*/ rw
Device.ManagementServer.DUStateChangeComplPolicy.
  Enable boolean rw
  OperationTypeFilter list Install|Update|Uninstall rw
  ResultTypeFilter Success|Failure|Both rw
  FaultCodeFilter list 9001|9003|9012|9013|9015|9016|9017|9018|9022|9023|9024|9025|9026|9027|9028|9029|9030|9031|9032 rw
Device.ManagementServer.DownloadAvailability.
Device.ManagementServer.DownloadAvailability.Announcement.
  Enable boolean rw
  Status Disabled|Enabled|Error
  GroupNumberOfEntries unsignedInt
Device.ManagementServer.DownloadAvailability.Announcement.Group.{i}. rw enabled-key URL key Alias enable Enable entries GroupNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw = false
  Status Disabled|Enabled|Error = Disabled
  URL string(:2048) rw
Device.ManagementServer.DownloadAvailability.Query.
  Enable boolean rw
  Status Disabled|Enabled|Error
  URL string(:2048) rw
Device.ManagementServer.EmbeddedDevice.{i}. enabled-key ControllerID,ProxiedDeviceID entries EmbeddedDeviceNumberOfEntries
  ControllerID string(:256)
  ProxiedDeviceID string(:256)
  Reference string -> *
  SupportedDataModel list string -> Device.DeviceInfo.SupportedDataModel.
  Host list items :32 string -> Device.Hosts.Host.
  ProxyProtocol Z-Wave|ZigBee|UPnP-DM|ETSI-M2M
  ProxyProtocolReference string -> *
  DiscoveryProtocol list Z-Wave|ZigBee|UPnP|ETSI-M2M
  DiscoveryProtocolReference list string -> *
  CommandProcessed Pending|Retrying|Success|Error
  CommandProcessingErrMsg string(:1024)
  LastSyncTime dateTime
Device.ManagementServer.HeartbeatPolicy.
  Enable boolean rw
  ReportingInterval unsignedInt(30:) rw
  InitiationTime dateTime rw
Device.ManagementServer.InformParameter.{i}. rw key Alias enabled-key ParameterName enable Enable entries InformParameterNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw
  ParameterName string(:256) rw = ""
  EventList list string rw = ""
Device.ManagementServer.ManageableDevice.{i}. enabled-key ManufacturerOUI,SerialNumber,ProductClass entries ManageableDeviceNumberOfEntries
  ManufacturerOUI string(6) /[0-9A-F]{6}/ candeny
  SerialNumber string(:64) candeny
  ProductClass string(:64) candeny
  Host list(:1024) string -> Device.Hosts.Host.
Device.ManagementServer.StandbyPolicy.
  CRUnawarenessMaxDuration int(-1:) rw = -1
  MaxMissedPeriodic int(-1:) rw = -1
  NotifyMissedScheduled boolean rw = false
  NetworkAwarenessCapable boolean
  SelfTimerCapable boolean
  CRAwarenessRequested boolean rw = false
  PeriodicAwarenessRequested boolean rw = false
  ScheduledAwarenessRequested boolean rw
Device.ManagementServer.VirtualDevice.{i}. enabled-key ManufacturerOUI,ProductClass,SerialNumber entries VirtualDeviceNumberOfEntries
  ManufacturerOUI string(6) /[0-9A-F]{6}/
  ProductClass string(:64)
  SerialNumber string(:64)
  Host list items :32 string -> Device.Hosts.Host.
  ProxyProtocol Z-Wave|ZigBee|UPnP-DM|ETSI-M2M
  ProxyProtocolReference string -> *
  DiscoveryProtocol list Z-Wave|ZigBee|UPnP|ETSI-M2M
  DiscoveryProtocolReference list string -> *
Device.MoCA.
  InterfaceNumberOfEntries unsignedInt
Device.MoCA.Interface.{i}. key Alias key Name entries InterfaceNumberOfEntries
  Enable boolean rw = true
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> * rw
  Upstream boolean
  MaxBitRate unsignedInt
  AccessControlNumberOfEntries unsignedInt
  RlapmNumberOfEntries unsignedInt
  SapmNumberOfEntries unsignedInt
  MeshNumberOfEntries unsignedInt
  BridgeNumberOfEntries unsignedInt
  MeshScModNumberOfEntries unsignedInt
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  FirmwareVersion string(:64)
  MaxIngressBW unsignedInt
  MaxEgressBW unsignedInt
  HighestVersion string(:64) /\d+(\.\d+)*/
  CurrentVersion string(:64) /\d+(\.\d+)*/
  NetworkCoordinator unsignedInt(0:15)
  NodeID unsignedInt(0:15)
  MaxNodes boolean
  NumNodes unsignedInt(0:16)
  PreferredNC boolean rw = false
  BackupNC unsignedInt(0:15)
  PrivacyEnabledSetting boolean rw = false
  PrivacyEnabled boolean deprecated
  AccessControlEnable boolean rw = false
  PhyThreshold unsignedInt(0:2048) rw = 123
  PhyThresholdTrapEnable boolean rw = false
  StatusChangeEnable boolean rw = false
  NumNodesChangeEnable boolean rw = false
  TpcTargetRateNper unsignedInt(0:2048) rw
  Band list reserved*|bandFCBL|bandFSAT|bandE|bandExD|bandDH|bandDL|noBand rw
  LastOperFreqUpdateEnable boolean rw
  FreqCapabilityMask hexBinary(8)
  FreqCurrentMaskSetting hexBinary(8) rw
  FreqCurrentMask hexBinary(8)
  CurrentOperFreq unsignedInt
  LastOperFreq unsignedInt rw
  TpcEnable boolean rw = true
  KeyPassphrase string(12:17) /\d+/ rw hidden
  PerMode unsignedInt rw
  TurboModeEnable boolean rw = false
  PolicingEnable boolean rw = false
  TlpMin unsignedInt rw = 0
  TlpMax unsignedInt rw
  RlapmEnable boolean rw
  RlapmProfileSelect unsignedInt rw
  SapmEnable boolean rw
  SapmProfileSelect unsignedInt rw
  PowerStateRequest m0Active|m1LowPowerIdle|m2Standby|m3Sleep rw = m0Active
  SeqNumMr unsignedInt(0:65535) rw = 0
  PowerStateTrapEnable boolean rw = false
  LmoTrapEnable boolean rw = false
  PrimaryOffset int(-25:25/25) rw
  SecondaryOffset int(-125:125/125) rw
  BeaconPowerDistributed int(-10:7,255) rw
  BeaconPowerLocal int(-10:7) rw
  BeaconPowerMePie hexBinary(4) rw
  BeaconPowerMePieSend boolean rw
  BeaconPowerNetConfig boolean rw
  EnhancedPassword string(12:64,0) rw = "" hidden
  FirstOffset int(-4:0) rw
  HandoffToLowerVersionEnable boolean rw = false
  MgntEntityNetIePayloadRespTimeout unsignedInt rw = 1000
  MgntEntityNetIePayloadTx hexBinary(2:62) rw
  MpsPrivacyDown boolean rw = false
  MpsPrivacyReceive boolean rw = true
  MpsReset boolean rw
  MpsTriggered boolean rw
  MpsUnpairedTime unsignedInt rw = 300
  MpsWalkTime unsignedInt(12:1200) rw = 120
  NetworkJoin boolean rw
  NetworkNameAdmissionRule none|all|name|osp rw = none
  NetworkNameNcNn string rw
  NumChannels unsignedInt(1:5) rw = 5
  Per25Mode unsignedInt rw = 0
  PrivacySupported list mocaReserved5|mocaReserved4|mocaReserved3|mocaReserved2|mocaReserved1|moca2EnhancedPrivacy|moca20Privacy|moca1Privacy rw = "moca1Privacy,moca20Privacy,moca2EnhancedPrivacy"
  TrafficPermissionEthertype hexBinary(2) rw = 888E
  TrafficPermissionLink hexBinary rw
  ConnectedNodesChangeTrapEn boolean rw = false
  MgntEntityNetwIePayloadRecTrapEn boolean rw = false
  MpsTrapEn boolean rw = false
  NcPrivSupportedRecTrapEn boolean rw = false
  NetworkNameRecTrapEn boolean rw = false
  NodeDropTrapEn boolean rw = false
  TxPowerLimit unsignedInt rw = 0
  PowerCntlPhyTarget unsignedInt(0:2048) rw = 630
  BeaconPowerLimit unsignedInt rw = 0 deprecated
  NetworkTabooMask hexBinary(8)
  NodeTabooMask hexBinary(8)
  SupportedBands list reserved*|bandFCBL|bandFSAT|bandE|bandExD|bandDH|bandDL|noBand
  TxBcastRate unsignedInt(0:2048)
  TxBcastPowerReduction unsignedInt
  QAM256Capable boolean
  PacketAggregationCapability unsignedInt
  AssociatedDeviceNumberOfEntries unsignedInt
  PasswordHash hexBinary(2)
  AggregationSize unsignedInt
  AeNumber unsignedInt
  SupportedIngressPqosFlows unsignedInt
  SupportedEgressPqosFlows unsignedInt
  PowerStateCap m0Active|m1LowPowerIdle|m2Standby|m3Sleep
  AvbSupport boolean
  ResetCount unsignedInt
  LinkDownCount unsignedInt
  LmoNodeID unsignedInt(0:15)
  NetworkState beginNodeAdmissionState|newNodeTypeOneProbeTxState|newNodeTypeOneProbeRxState|newGcdDistributionState|beginPhyProfileState|steadyState|typeThreeProbeState|lmoTypeOneProbeState|lmoNodeGcdDistributionState|beginLmoPhyProfileState|lmoGcdTypeOneProbeLinkState|alternateChannelQuietLineState|alternateChannelEvmProbeState|unsolicitedProbeReportState|beginUnsolicitedPhyProfileState|rxDeterminedProbeState|calibrationState
  PrimaryChannelOffset int
  SecondaryChannelOffset int
  ResetReason string(0:80)
  NcVersion string(0:64)
  LinkState hexBinary(3)
  ConnectedNodesInfo hexBinary(12:156)
  MgntEntityNetIePayloadRx hexBinary(2:62)
  Moca25PhyCapable boolean
  MpsInitScanPayload hexBinary(4)
  MpsState boolean
  NetworkNamePayload hexBinary(0:32)
  PrivacyNc list mocaReserved5|mocaReserved4|mocaReserved3|mocaReserved2|mocaReserved1|moca2EnhancedPrivacy|moca20Privacy|moca1Privacy
  PowerStateResp boolean
  PowerStateStatus m0Active|m1LowPowerIdle|m2Standby|m3Sleep
  ConnectedNodesDropReason hexBinary
  BelowPhyThresholdTrap unsignedInt
  AbovePhyThresholdTrap unsignedInt
  StatusChangeTrap unsignedInt
  NumNodesChangeTrap unsignedInt
  MrRstSuccessTrap unsignedInt
  MrRstFailTrap unsignedInt
  MrNetworkSuccessTrap unsignedInt
  MrNetworkFailTrap unsignedInt
  PowerStateBcstRecTrap unsignedInt
  PowerStateM0NcTrap unsignedInt
  PowerStateNc1xTrap unsignedInt
  PowerStateNetVerTrap unsignedInt
  PowerStateRespTrap unsignedInt
  PowerStateUcstPenTrap unsignedInt
  PowerStateTrnsReqTrap unsignedInt
  PowerStateWupUrTrap unsignedInt
  LmoStatusTrap unsignedInt
  LinkFailureTrap unsignedInt
  ConnectedNodesChangeTrap unsignedInt
  MgntEntityNetwIePayloadRecTrap unsignedInt
  MpsInitScanRecTrap unsignedInt
  MpsPairFailTrap unsignedInt
  MpsPrivacyChangedTrap unsignedInt
  NcPrivacySupportedRecTrap unsignedInt
  NetworkNameRecTrap unsignedInt
  NodeDropAdmFailureTrap unsignedInt
  NodeDropNcTrap unsignedInt
  NodeDropMpsTriggeredTrap unsignedInt
  NodeDropNcChgTrap unsignedInt
Device.MoCA.Interface.{i}.Aca.
  DiagnosticsState None*|Requested|Canceled|Complete*|Error*|Error_BadChannel*|Error_NoEvmProbe* rw
  NodeID unsignedInt(0:15) rw
  Type quiet|evm rw
  Channel unsignedInt rw
  ReportNodeMask hexBinary(2) rw
  TotalRxPower int
  PowerProfile hexBinary
Device.MoCA.Interface.{i}.AccessControl.{i}. rw enabled-key MACAddress enable Enable entries AccessControlNumberOfEntries
  Enable boolean rw = true
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw
Device.MoCA.Interface.{i}.AssociatedDevice.{i}. enabled-key MACAddress entries AssociatedDeviceNumberOfEntries
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  NodeID unsignedInt(0:15)
  PreferredNC boolean = false
  HighestVersion string(:64) /\d+(\.\d+)*/
  PHYTxRate unsignedInt
  PHYRxRate unsignedInt
  TxPowerControlReduction unsignedInt deprecated
  RxPowerLevel unsignedInt candeny deprecated
  TxBcastRate unsignedInt(0:2048)
  RxBcastPowerLevel int candeny
  TxPackets unsignedLong candeny
  TxDrops unsignedInt
  RxPackets unsignedLong candeny
  RxCorrected unsignedLong
  RxErroredAndMissedPackets unsignedInt
  BondingCapable boolean
  QAM256Capable boolean
  PacketAggregationCapability unsignedInt
  RxSNR unsignedInt deprecated
  Active boolean
  SupportedIngressPqosFlows unsignedInt
  SupportedEgressPqosFlows unsignedInt
  AggregationSize unsignedInt
  AeNumber unsignedInt
  PowerState m0Active|m1LowPowerIdle|m2Standby|m3Sleep
  PowerStateCapability m0Active|m1LowPowerIdle|m2Standby|m3Sleep
  PDelay int
  EnhancedPrivacyCapable boolean
  LinkType moca1PHY|primary|bonded|m25300MHz|m25400MHz|m25500MHz
  Moca25PhyCapable boolean
  RxPwrList string(2:6)
  RxSNRList string(2:6)
  TxPwrList string(2:6)
  TxPwrReductionList string(2:6)
  EgressNodeNumFlows unsignedInt
  IngressNodeNumFlows unsignedInt
Device.MoCA.Interface.{i}.Bridge.{i}. enabled-key NodeIndex entries BridgeNumberOfEntries
  NodeIndex unsignedInt(0:15)
  MACAddresses list string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
Device.MoCA.Interface.{i}.Mesh.{i}. enabled-key TxNodeIndex,RxNodeIndex entries MeshNumberOfEntries
  TxNodeIndex unsignedInt(0:15)
  RxNodeIndex unsignedInt(0:15)
  TxRate unsignedInt(0:2048)
  TxRateNper unsignedInt(0:2048)
  TxRateVlper unsignedInt(0:2048)
  LinkType moca1PHY|primary|bonded
  Power hexBinary(2:3)
  PowerReduction hexBinary(2:3)
  RxSNR hexBinary(2:3)
Device.MoCA.Interface.{i}.MeshScMod.{i}. enabled-key TxNodeIndex,RxNodeIndex,ChannelIndex entries MeshScModNumberOfEntries
  TxNodeIndex unsignedInt(0:15)
  RxNodeIndex unsignedInt(0:15)
  ChannelIndex primary|secondary|m25first|m25second|m25third|m25fourth|m25fifth
  Mod hexBinary
  Nper hexBinary
  Vlper hexBinary
  ModM25 hexBinary
Device.MoCA.Interface.{i}.QoS.
  EgressNumFlows unsignedInt
  IngressNumFlows unsignedInt
  FlowStatsNumberOfEntries unsignedInt
Device.MoCA.Interface.{i}.QoS.FlowStats.{i}. enabled-key FlowID entries FlowStatsNumberOfEntries
  FlowID string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  PacketDA string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  MaxRate unsignedInt
  MaxBurstSize unsignedInt
  LeaseTime unsignedInt
  Tag unsignedInt
  LeaseTimeLeft unsignedInt candeny
  FlowPackets unsignedInt candeny
  IngressGuid string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  EgressGuid string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  MaximumLatency unsignedInt
  ShortTermAvgRatio unsignedInt
  FlowPer unsignedInt
  IngressClassify ruleDAVLANtag4or5|ruleDAonly|ruleDAandDSCPnoVLAN|ruleDAandVLANignoreDSCP|ruleDAandVLANorDSCP
  VlanTag unsignedInt
  DscpMoca unsignedInt
  Dfid unsignedInt
Device.MoCA.Interface.{i}.Reset.
  NodeMask hexBinary(2) rw
  StartTime unsignedInt rw command
  StatusTrapEnable boolean rw
  NetworkTrapEnable boolean rw
Device.MoCA.Interface.{i}.Rlapm.{i}. rw enabled-key Profile,Frequency,GlobalAggrRxPwrLevel enable Enable entries RlapmNumberOfEntries
  Enable boolean rw = true
  Profile unsignedInt rw
  Frequency unsignedInt rw
  GlobalAggrRxPwrLevel unsignedInt(0:65) rw
  PhyMargin unsignedInt(0:60) rw
  Status active|notInService|notReady|createAndGo|createAndWait|destroy
Device.MoCA.Interface.{i}.Sapm.{i}. rw enabled-key Profile,Frequency enable Enable entries SapmNumberOfEntries
  Enable boolean rw = true
  Profile unsignedInt rw
  Frequency unsignedInt rw
  AggrRxPwrLevelThreshold unsignedInt(0:65) rw
  PhyMargin list unsignedInt(0:120) rw
  Status active|notInService|notReady|createAndGo|createAndWait|destroy
Device.MoCA.Interface.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedLong candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  MulticastPacketsSent unsignedLong candeny
  UnicastPacketsReceived unsignedLong candeny
  MulticastPacketsReceived unsignedLong candeny
  BroadcastPacketsSent unsignedLong candeny
  BroadcastPacketsReceived unsignedLong candeny
  UnknownProtoPacketsReceived unsignedInt candeny
  RxCorrectedErrors unsignedLong candeny
Device.NAT.
  InterfaceSettingNumberOfEntries unsignedInt
  PortMappingNumberOfEntries unsignedInt
  MaxNumberOfPortMappings unsignedInt
  PortTriggerNumberOfEntries unsignedInt
  MaxNumberOfPortTriggers unsignedInt
Device.NAT.InterfaceSetting.{i}. rw key Alias enabled-key Interface enable Enable entries InterfaceSettingNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Enabled_NATForcedDisabled|Enabled_PortMappingDisabled|Error_Misconfigured|Error = Disabled
  Alias string(:64) rw
  Interface string(:256) -> Device.IP.Interface. rw = ""
  SourceNetwork list string(:256) rw = ""
  TCPTranslationTimeout int(-1:) rw = 300
  UDPTranslationTimeout int(-1:) rw = 30
Device.NAT.PortMapping.{i}. rw key Alias enabled-key RemoteHost,ExternalPort,Protocol enable Enable entries PortMappingNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Inactive|Error_Misconfigured|Error = Disabled
  Origin User|System|UPnP|Controller = Controller
  Alias string(:64) rw
  Interface string(:256) -> Device.IP.Interface. rw = ""
  AllInterfaces boolean rw = false
  LeaseDuration unsignedInt rw candeny
  RemainingLeaseTime unsignedInt candeny
  RemoteHost string rw = ""
  ExternalPort unsignedInt(0:65535) rw
  ExternalPortEndRange unsignedInt(0:65535) rw = 0
  InternalPort unsignedInt(0:65535) rw
  Protocol TCP|UDP rw
  InternalClient string(:256) rw = ""
  Description string(:256) rw = ""
  ScheduleRef list string -> Device.Schedules.Schedule. rw = ""
  Log boolean rw = false
  LogRef list string -> Device.Firewall.Log. rw = ""
Device.NAT.PortTrigger.{i}. rw key Alias entries PortTriggerNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw
  Status Disabled|Enabled|Inactive|Error_Misconfigured|Error = Disabled
  Origin User|System|Controller = Controller
  Description string(:256) rw
  Interface string(:256) -> Device.IP.Interface. rw = ""
  Port unsignedInt(0:65535) rw = 0
  PortEndRange unsignedInt(0:65535) rw = 0
  AutoDisableDuration unsignedInt rw = 0
  ActivationDate dateTime = 0001-01-01T00:00:00Z
  Protocol TCP|UDP rw
  ScheduleRef list string -> Device.Schedules.Schedule. rw = ""
  Log boolean rw = false
  LogRef list string -> Device.Firewall.Log. rw = ""
  RuleNumberOfEntries unsignedInt
Device.NAT.PortTrigger.{i}.Rule.{i}. rw key Alias entries RuleNumberOfEntries
  Alias string(:64) rw
  Port unsignedInt(0:65535) rw = 0
  PortEndRange unsignedInt(0:65535) rw = 0
  Protocol TCP|UDP rw
Device.NeighborDiscovery.
  Enable boolean rw
  InterfaceSettingNumberOfEntries unsignedInt
Device.NeighborDiscovery.InterfaceSetting.{i}. rw key Alias enabled-key Interface enable Enable entries InterfaceSettingNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  Alias string(:64) rw
  Interface string -> Device.IP.Interface. rw = ""
  DADTransmits unsignedInt rw = 1
  RetransTimer unsignedInt(1:) rw = 1000
  RtrSolicitationInterval unsignedInt(4000:) rw = 4000
  MaxRtrSolicitations unsignedInt rw = 3
  NUDEnable boolean rw
  RSEnable boolean rw
Device.Optical.
  InterfaceNumberOfEntries unsignedInt
Device.Optical.Interface.{i}. key Alias key Name entries InterfaceNumberOfEntries
  Enable boolean rw
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> * rw
  Upstream boolean
  MaxBitRate int(-1:) rw
  SFPReferenceList list string(:256) -> Device.SFPs.SFPCage.
  OpticalSignalLevel int(-65536:65534/2)
  TransmitOpticalLevel int(-65536:65534/2)
Device.Optical.Interface.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
Device.PCP.
  Enable boolean rw
  SupportedVersions list unsignedInt(0:65535)
  PreferredVersion unsignedInt(0:65535) rw
  OptionList list unsignedInt(0:254)
  ClientNumberOfEntries unsignedInt
Device.PCP.Client.{i}. rw key Alias enabled-key WANInterface enable Enable entries ClientNumberOfEntries
  Enable boolean rw
  Alias string(:64) rw
  WANInterface string -> Device.IP.Interface.
  Status Disabled|Enabled|StackDisabled|Error
  MAPEnable boolean rw
  PEEREnable boolean rw
  ANNOUNCEEnable boolean rw
  THIRDPARTYEnable boolean rw
  THIRDPARTYStatus Disabled|Enabled|Error
  FILTEREnable boolean rw
  ServerNumberOfEntries unsignedInt
Device.PCP.Client.{i}.PCPProxy.
  Enable boolean rw
  HighestVersion unsignedInt(0:65535)
  Status Disabled|Enabled|Error
Device.PCP.Client.{i}.Server.{i}. rw key Alias enabled-key ServerNameOrAddress enable Enable entries ServerNumberOfEntries
  Enable boolean rw = true
  Status Disabled|Enabled|Connecting|Error_Timeout|Error_HostNameNotResolved|Error_NetworkFailure|Error_NotAuthorized|Error_Unsupported|Error = Disabled
  Alias string(:64) rw
  Origin DHCPv4|DHCPv6|Static = Static
  ServerNameOrAddress string(:256) rw
  ServerAddressInUse string(:45)
  AdditionalServerAddresses list string(:45)
  ExternalIPAddress string(:45)
  CurrentVersion unsignedInt(0:65535)
  MaximumFilters unsignedInt rw
  PortQuota unsignedInt(:65535) rw = 0
  PreferredLifetime unsignedInt rw
  Capabilities list NAT44|StatelessNAT64|StatefulNAT64|A+PPortRangeRouter|SupportsPORTSETOption|IPv4Firewall|IPv6Firewall|NPTv6|DSCPReMarkingFunction|FLOWDATAAwareFunction|ILNPTranslator
  InboundMappingNumberOfEntries unsignedInt
  OutboundMappingNumberOfEntries unsignedInt
Device.PCP.Client.{i}.Server.{i}.InboundMapping.{i}. rw key Alias enabled-key InternalPort,ProtocolNumber,ThirdPartyAddress enable Enable entries InboundMappingNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error_PCPErrorCodeReceived|Error = Disabled
  ErrorCode unsignedInt(1:255)
  Alias string(:64) rw
  Origin Internal|UPnP_IWF|PCP_Proxy|Static
  Lifetime unsignedInt rw candeny
  SuggestedExternalIPAddress string(:45) rw = ""
  SuggestedExternalPort unsignedInt(0:65535) rw = 0
  SuggestedExternalPortEndRange unsignedInt(0:65535) rw = 0
  InternalPort unsignedInt(1:65535) rw
  ProtocolNumber int(-1:255) rw
  ThirdPartyAddress string(:45) rw
  Description string(:256) rw = ""
  AssignedExternalIPAddress string(:45) = ""
  AssignedExternalPort unsignedInt(0:65535)
  AssignedExternalPortEndRange unsignedInt(0:65535) = 0
  FilterNumberOfEntries unsignedInt
Device.PCP.Client.{i}.Server.{i}.InboundMapping.{i}.Filter.{i}. rw key Alias entries FilterNumberOfEntries
  Alias string(:64) rw
  RemoteHostIPAddress string(:45) rw = ""
  PrefixLength unsignedInt(1:128) rw = 128
  RemotePort unsignedInt(0:65535) rw
  RemotePortEndRange unsignedInt(0:65535) rw = 0
Device.PCP.Client.{i}.Server.{i}.OutboundMapping.{i}. rw key Alias enabled-key InternalPort,ProtocolNumber,ThirdPartyAddress,RemoteHostIPAddress,RemotePort enable Enable entries OutboundMappingNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error_PCPErrorCodeReceived|Error = Disabled
  ErrorCode unsignedInt(1:255)
  Alias string(:64) rw
  Origin Internal|UPnP_IWF|PCP_Proxy|Static
  Lifetime unsignedInt rw
  SuggestedExternalIPAddress string(:45) rw = ""
  SuggestedExternalPort unsignedInt(0:65535) rw = 0
  RemoteHostIPAddress string(:45) rw
  InternalPort unsignedInt(1:65535) rw
  RemotePort unsignedInt(1:65535) rw
  ProtocolNumber int(-1:255) rw
  ThirdPartyAddress string(:45) rw
  Description string(:256) rw = ""
  AssignedExternalIPAddress string(:45) = ""
  AssignedExternalPort unsignedInt(0:65535)
Device.PCP.Client.{i}.UPnPIWF.
  Enable boolean rw
  Status Disabled|Enabled|Error
Device.PDU. deprecated
  SessionNumberOfEntries unsignedInt deprecated
Device.PDU.Session.{i}. key Alias entries SessionNumberOfEntries deprecated
  Alias string(:64) rw
  Interface string(:256) -> Device.IP.Interface. deprecated
  SessionID unsignedInt(1:15) deprecated
  PTI unsignedInt(1:254) deprecated
  SessionType IPv4|IPv6|IPv4v6|Unstructured deprecated
  SSC unsignedInt(1:3) deprecated
  SessionAMBRDownlink unsignedLong deprecated
  SessionAMBRUplink unsignedLong deprecated
  LastError unsignedInt deprecated
  PDUIPv4Address string(:15) // /((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])/ deprecated
  PDUIPv6InterfaceIdentifier string deprecated
  RQTimerValue unsignedInt deprecated
  AlwaysOn boolean deprecated
  DNN string(:100) deprecated
  QoSRuleNumberOfEntries unsignedInt deprecated
  QoSFlowNumberOfEntries unsignedInt deprecated
Device.PDU.Session.{i}.NetworkSlice. deprecated
  SliceServiceType eMBB|URLLC|MIoT|V2X deprecated
  SliceDifferentiator unsignedInt deprecated
Device.PDU.Session.{i}.PCO. deprecated
  IPv6PCSCF string(:45) deprecated
  IPv6DNS list string(:256) deprecated
  IPv4PCSCF string(:15) // /((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])/ deprecated
  IPv4DNS list string(:256) deprecated
Device.PDU.Session.{i}.QoSFlow.{i}. key Alias enabled-key QFI entries QoSFlowNumberOfEntries deprecated
  Alias string(:64) rw
  QFI unsignedInt(1:63) deprecated
  FiveQI unsignedInt(1:255) deprecated
  GFBRUplink unsignedLong deprecated
  GFBRDownlink unsignedLong deprecated
  MFBRUplink unsignedLong deprecated
  MFBRDownlink unsignedLong deprecated
  AveragingWindow unsignedInt deprecated
  EPSBearer unsignedInt deprecated
Device.PDU.Session.{i}.QoSRule.{i}. key Alias enabled-key Identifier entries QoSRuleNumberOfEntries deprecated
  Alias string(:64) rw
  Identifier unsignedInt(1:255) deprecated
  Precedence unsignedInt(0:255) deprecated
  Segregation boolean deprecated
  QFI unsignedInt(1:63) deprecated
  DQR boolean deprecated
  FilterNumberOfEntries unsignedInt deprecated
Device.PDU.Session.{i}.QoSRule.{i}.Filter.{i}. key Alias entries FilterNumberOfEntries deprecated
  Alias string(:64) rw
  Direction downlink|uplink|bidirectional deprecated
  Type unsignedInt deprecated
  Value string(:1024) deprecated
Device.PPP.
  InterfaceNumberOfEntries unsignedInt
  SupportedNCPs list ATCP|IPCP|IPXCP|NBFCP|IPv6CP
Device.PPP.Interface.{i}. rw key Alias key Name enable Enable entries InterfaceNumberOfEntries
  Enable boolean rw = false
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error = Down
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> * rw = ""
  Reset boolean rw = false command
  ConnectionStatus Unconfigured|Connecting|Authenticating|Connected|PendingDisconnect|Disconnecting|Disconnected
  LastConnectionError ERROR_NONE|ERROR_ISP_TIME_OUT|ERROR_COMMAND_ABORTED|ERROR_NOT_ENABLED_FOR_INTERNET|ERROR_BAD_PHONE_NUMBER|ERROR_USER_DISCONNECT|ERROR_ISP_DISCONNECT|ERROR_IDLE_DISCONNECT|ERROR_FORCED_DISCONNECT|ERROR_SERVER_OUT_OF_RESOURCES|ERROR_RESTRICTED_LOGON_HOURS|ERROR_ACCOUNT_DISABLED|ERROR_ACCOUNT_EXPIRED|ERROR_PASSWORD_EXPIRED|ERROR_AUTHENTICATION_FAILURE|ERROR_NO_DIALTONE|ERROR_NO_CARRIER|ERROR_NO_ANSWER|ERROR_LINE_BUSY|ERROR_UNSUPPORTED_BITSPERSECOND|ERROR_TOO_MANY_LINE_ERRORS|ERROR_IP_CONFIGURATION|ERROR_UNKNOWN
  AutoDisconnectTime unsignedInt rw
  IdleDisconnectTime unsignedInt rw
  WarnDisconnectDelay unsignedInt rw
  Username string(:64) rw
  Password string(:64) rw hidden
  EncryptionProtocol None|MPPE
  CompressionProtocol None|"Van Jacobson"|"STAC LZS"
  AuthenticationProtocol None|PAP|CHAP|MS-CHAP
  MaxMRUSize unsignedInt(64:65535) rw = 1500
  CurrentMRUSize unsignedInt(64:65535)
  ConnectionTrigger OnDemand|AlwaysOn|Manual rw
  LCPEcho unsignedInt rw
  LCPEchoRetry unsignedInt rw
  LCPEchoAdaptive boolean rw = true
  IPCPEnable boolean rw
  IPv6CPEnable boolean rw
Device.PPP.Interface.{i}.IPCP.
  LocalIPAddress string(:15) // /((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])/ = ""
  RemoteIPAddress string(:15) // /((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])/ = ""
  DNSServers list items :2 string(:15) // /((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])/ = ""
  PassthroughEnable boolean rw = false
  PassthroughDHCPPool string(:256) -> Device.DHCPv4.Server.Pool. rw = ""
Device.PPP.Interface.{i}.IPv6CP.
  LocalInterfaceIdentifier string(:45)
  RemoteInterfaceIdentifier string(:45)
Device.PPP.Interface.{i}.PPPoE.
  SessionID unsignedInt(1:)
  ACName string(:256) rw
  ServiceName string(:256) rw
Device.PPP.Interface.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedLong candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  MulticastPacketsSent unsignedLong candeny
  UnicastPacketsReceived unsignedLong candeny
  MulticastPacketsReceived unsignedLong candeny
  BroadcastPacketsSent unsignedLong candeny
  BroadcastPacketsReceived unsignedLong candeny
  UnknownProtoPacketsReceived unsignedInt candeny
Device.PTM.
  LinkNumberOfEntries unsignedInt
Device.PTM.Link.{i}. rw key Alias key Name enable Enable entries LinkNumberOfEntries
  Enable boolean rw = false
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error = Down
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> * rw = ""
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
Device.PTM.Link.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedLong candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  MulticastPacketsSent unsignedLong candeny
  UnicastPacketsReceived unsignedLong candeny
  MulticastPacketsReceived unsignedLong candeny
  BroadcastPacketsSent unsignedLong candeny
  BroadcastPacketsReceived unsignedLong candeny
  UnknownProtoPacketsReceived unsignedInt candeny
Device.PacketCaptureDiagnostics.
  DiagnosticsState None*|Requested|Canceled|Complete*|Error*|Error_Internal*|Error_Other* rw
  Interface string(:256) ~> * rw
  Format libpcap|pcapng
  Duration unsignedInt(1:) rw
  PacketCount unsignedInt rw
  ByteCount unsignedInt rw
  FileTarget string(:2048) rw
  FilterExpression string(:256) rw
  Username string(:256) rw
  Password string(:256) rw hidden
  PacketCaptureResultNumberOfEntries unsignedInt
Device.PacketCaptureDiagnostics.PacketCaptureResult.{i}. entries PacketCaptureResultNumberOfEntries
  FileLocation string(:2048)
  StartTime dateTime
  EndTime dateTime
  Count unsignedInt
Device.PeriodicStatistics.
  MinSampleInterval unsignedInt
  MaxReportSamples unsignedInt
  SampleSetNumberOfEntries unsignedInt
Device.PeriodicStatistics.SampleSet.{i}. rw enabled-key Name key Alias enable Enable entries SampleSetNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw = false
  Name string(:128) rw = ""
  SampleInterval unsignedInt(1:) rw = 3600
  ReportSamples unsignedInt(1:) rw = 24
  ReportStartTime dateTime = 0001-01-01T00:00:00Z
  ReportEndTime dateTime = 0001-01-01T00:00:00Z
  SampleSeconds list unsignedInt = "" candeny
  ParameterNumberOfEntries unsignedInt
  Status Disabled|Enabled|Trigger = Disabled
  TimeReference dateTime rw = 0001-01-01T00:00:00Z
  FetchSamples unsignedInt rw = 0
  ForceSample boolean rw = false command
Device.PeriodicStatistics.SampleSet.{i}.Parameter.{i}. rw enabled-key Reference key Alias enable Enable entries ParameterNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw = false
  Reference string(:256) ~> * rw = ""
  SampleMode Current|Change rw = Current
  CalculationMode Latest|Minimum|Maximum|Average|Histogram rw = Latest
  LowThreshold int rw = 0
  HighThreshold int rw = 0
  SampleSeconds list unsignedInt = "" candeny
  SuspectData list unsignedInt(:1) = "" candeny
  Values list string = "" candeny
  ValuesIfHistogram list brackets string = "" candeny
  Failures unsignedInt = 0
  HistogramBinBoundaries list string rw
Device.QoS.
  MaxClassificationEntries unsignedInt
  ClassificationNumberOfEntries unsignedInt
  MaxAppEntries unsignedInt
  AppNumberOfEntries unsignedInt
  MaxFlowEntries unsignedInt
  FlowNumberOfEntries unsignedInt
  MaxPolicerEntries unsignedInt
  PolicerNumberOfEntries unsignedInt
  MaxQueueEntries unsignedInt
  QueueNumberOfEntries unsignedInt
  QueueStatsNumberOfEntries unsignedInt
  MaxShaperEntries unsignedInt
  ShaperNumberOfEntries unsignedInt
  MaxSchedulerEntries unsignedInt
  SchedulerNumberOfEntries unsignedInt
  DefaultForwardingPolicy unsignedInt rw
  DefaultTrafficClass unsignedInt rw
  DefaultPolicer string(:256) -> Device.QoS.Policer. rw
  DefaultQueue string(:256) -> Device.QoS.Queue. rw
  DefaultDSCPMark int(-2:) rw
  DefaultEthernetPriorityMark int(-2:) rw
  DefaultInnerEthernetPriorityMark int(-2:) rw
  AvailableAppList list(:1024) string
Device.QoS.App.{i}. rw key Alias enable Enable entries AppNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error = Disabled
  Alias string(:64) rw
  ProtocolIdentifier string(:256) rw = ""
  Name string(:64) rw = ""
  DefaultForwardingPolicy unsignedInt rw = 0
  DefaultTrafficClass unsignedInt rw = 0
  DefaultPolicer string(:256) -> Device.QoS.Policer. rw = ""
  DefaultDSCPMark int(-2:) rw = -1
  DefaultEthernetPriorityMark int(-2:) rw = -1
  DefaultInnerEthernetPriorityMark int(-2:) rw
Device.QoS.Classification.{i}. rw key Alias enable Enable entries ClassificationNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  Order unsignedInt(1:) rw
  Alias string(:64) rw
  DHCPType DHCPv4|DHCPv6 rw = DHCPv4
  Interface string(:256) -> * rw = ""
  AllInterfaces boolean rw = false
  IPVersion int(4,6,-1) rw = -1
  DestIP string(:45) rw = ""
  DestMask string(:49) rw = ""
  DestIPExclude boolean rw = false
  SourceIP string(:45) rw = ""
  SourceMask string(:49) rw = ""
  SourceIPExclude boolean rw = false
  Protocol int(-1:255) rw = -1
  ProtocolExclude boolean rw = false
  DestPort int(-1:65535) rw = -1
  DestPortRangeMax int(-1:65535) rw = -1
  DestPortExclude boolean rw = false
  SourcePort int(-1:65535) rw = -1
  SourcePortRangeMax int(-1:65535) rw = -1
  SourcePortExclude boolean rw = false
  SourceMACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw = ""
  SourceMACMask string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw = ""
  SourceMACExclude boolean rw = false
  DestMACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw = ""
  DestMACMask string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw = ""
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
  SourceVendorClassID string(:255) rw = ""
  SourceVendorClassIDv6 hexBinary(:65535) rw = ""
  SourceVendorClassIDExclude boolean rw = false
  SourceVendorClassIDMode Exact|Prefix|Suffix|Substring rw = Exact
  DestVendorClassID string(:255) rw = ""
  DestVendorClassIDv6 hexBinary(:65535) rw = ""
  DestVendorClassIDExclude boolean rw = false
  DestVendorClassIDMode Exact|Prefix|Suffix|Substring rw = Exact
  SourceClientID hexBinary(:65535) rw = ""
  SourceClientIDExclude boolean rw = false
  DestClientID hexBinary(:65535) rw = ""
  DestClientIDExclude boolean rw = false
  SourceUserClassID hexBinary(:65535) rw = ""
  SourceUserClassIDExclude boolean rw = false
  DestUserClassID hexBinary(:65535) rw = ""
  DestUserClassIDExclude boolean rw = false
  SourceVendorSpecificInfo hexBinary(:65535) rw = ""
  SourceVendorSpecificInfoExclude boolean rw = false
  SourceVendorSpecificInfoEnterprise unsignedInt rw = 0
  SourceVendorSpecificInfoSubOption int(0:255) rw = 0
  DestVendorSpecificInfo hexBinary(:65535) rw = ""
  DestVendorSpecificInfoExclude boolean rw = false
  DestVendorSpecificInfoEnterprise unsignedInt rw = 0
  DestVendorSpecificInfoSubOption int(0:255) rw = 0
  TCPACK boolean rw = false
  TCPACKExclude boolean rw = false
  IPLengthMin unsignedInt rw = 0
  IPLengthMax unsignedInt rw = 0
  IPLengthExclude boolean rw = false
  DSCPCheck int(-1:63) rw = -1
  DSCPExclude boolean rw = false
  DSCPMark int(-2:) rw = -1
  EthernetPriorityCheck int(-1:) rw = -1
  EthernetPriorityExclude boolean rw = false
  EthernetPriorityMark int(-2:) rw = -1
  InnerEthernetPriorityCheck int(-1:) rw = -1
  InnerEthernetPriorityExclude boolean rw = false
  InnerEthernetPriorityMark int(-2:) rw = -1
  EthernetDEICheck int(-1:) rw = -1
  EthernetDEIExclude boolean rw = false
  VLANIDCheck int(-1:) rw = -1
  VLANIDExclude boolean rw = false
  OutOfBandInfo int(-1:) rw = -1
  ForwardingPolicy unsignedInt rw = 0
  TrafficClass int(-1:) rw = -1
  Policer string(:256) -> Device.QoS.Policer. rw = ""
  App string(:256) -> Device.QoS.App. rw = ""
Device.QoS.Flow.{i}. rw key Alias enable Enable entries FlowNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error = Disabled
  Alias string(:64) rw
  Type string(:256) rw = ""
  TypeParameters list string(:256) rw = ""
  Name string(:64) rw = ""
  App string(:256) -> Device.QoS.App. rw = ""
  ForwardingPolicy unsignedInt rw = 0
  TrafficClass unsignedInt rw = 0
  Policer string(:256) -> Device.QoS.Policer. rw = ""
  DSCPMark int(-2:) rw = -1
  EthernetPriorityMark int(-2:) rw = -1
  InnerEthernetPriorityMark int(-2:) rw = -1
Device.QoS.Policer.{i}. rw key Alias enable Enable entries PolicerNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error = Disabled
  Alias string(:64) rw
  CommittedRate unsignedLong rw = 0
  CommittedBurstSize unsignedInt rw = 0
  ExcessBurstSize unsignedInt rw = 0
  PeakRate unsignedLong rw = 0
  PeakBurstSize unsignedInt rw = 0
  MeterType string rw = SimpleTokenBucket
  PossibleMeterTypes list SimpleTokenBucket|SingleRateThreeColor|TwoRateThreeColor
  ConformingAction string /Null/ /Drop/ /[0-9]|[1-5][0-9]|6[0-3]/ /:[0-7]/ /([0-9]|[1-5][0-9]|6[0-3]):[0-7]/ rw = Null
  PartialConformingAction string /Null/ /Drop/ /[0-9]|[1-5][0-9]|6[0-3]/ /:[0-7]/ /([0-9]|[1-5][0-9]|6[0-3]):[0-7]/ rw = Drop
  NonConformingAction string /Null/ /Drop/ /[0-9]|[1-5][0-9]|6[0-3]/ /:[0-7]/ /([0-9]|[1-5][0-9]|6[0-3]):[0-7]/ rw = Drop
  TotalCountedPackets unsignedInt = 0 candeny
  TotalCountedBytes unsignedInt = 0 candeny
  ConformingCountedPackets unsignedInt = 0 candeny
  ConformingCountedBytes unsignedInt = 0 candeny
  PartiallyConformingCountedPackets unsignedInt = 0 candeny
  PartiallyConformingCountedBytes unsignedInt = 0 candeny
  NonConformingCountedPackets unsignedInt = 0 candeny
  NonConformingCountedBytes unsignedInt = 0 candeny
Device.QoS.Queue.{i}. rw key Alias enable Enable entries QueueNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  Alias string(:64) rw
  Children list string -> * rw
  TrafficClasses list(:256) unsignedInt rw = ""
  Interface string(:256) -> * rw = ""
  AllInterfaces boolean rw = false
  HardwareAssisted boolean = false
  BufferLength unsignedInt
  Weight unsignedInt rw = 0
  Precedence unsignedInt(1:) rw = 1
  REDThreshold unsignedInt(:100) rw = 0
  REDPercentage unsignedInt(:100) rw = 0
  DropAlgorithm RED|DT|WRED|BLUE rw = DT
  SchedulerAlgorithm WFQ|WRR|SP rw = SP
  ShapingRate long(-1:) rw = -1
  CurrentShapingRate long(-1:) = -1
  AssuredRate long(-1:) rw = -1
  CurrentAssuredRate long(-1:) = -1
  ShapingBurstSize unsignedInt rw
Device.QoS.QueueStats.{i}. rw key Alias enabled-key Queue,Interface enable Enable entries QueueStatsNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error = Disabled
  Alias string(:64) rw
  Queue string(:256) -> Device.QoS.Queue. rw = ""
  Interface string(:256) -> * rw = ""
  OutputPackets unsignedInt = 0 candeny
  OutputBytes unsignedInt = 0 candeny
  DroppedPackets unsignedInt = 0 candeny
  DroppedBytes unsignedInt = 0 candeny
  QueueOccupancyPackets unsignedInt = 0 candeny
  QueueOccupancyPercentage unsignedInt(0:100) = 0 candeny
Device.QoS.Scheduler.{i}. rw key Alias enable Enable entries SchedulerNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  Alias string(:64) rw
  Children list string -> * rw
  Interface string(:256) -> * rw = ""
  SchedulerAlgorithm WFQ|WRR|SP rw = SP
  ShapingRate long(-1:) rw = -1
  AssuredRate long(-1:) rw = -1
  DefaultQueue string(:256) -> * rw = ""
Device.QoS.Shaper.{i}. rw key Alias enabled-key Interface enable Enable entries ShaperNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  Alias string(:64) rw
  Children list string -> * rw
  Interface string(:256) -> * rw = ""
  ShapingRate long(-1:) rw = -1
  ShapingBurstSize unsignedInt rw
Device.RadSecProxy.
  Enable boolean rw
  Status Disabled|Enabled|Error
  ListenConfigNumberOfEntries unsignedInt
  SourceConfigNumberOfEntries unsignedInt
  ClientNumberOfEntries unsignedInt
  RealmNumberOfEntries unsignedInt
  ServerNumberOfEntries unsignedInt
  TLSNumberOfEntries unsignedInt
Device.RadSecProxy.Client.{i}. rw key Alias enabled-key Address enable Enable entries ClientNumberOfEntries
  Enable boolean rw
  Status Disabled|Enabled|Error
  Alias string(:64) rw
  Address string(:256) rw
  Protocol UDP|TCP|TLS|DTLS rw
  Secret string rw hidden
  TLS string(:256) -> Device.RadSecProxy.TLS. rw
Device.RadSecProxy.ListenConfig.{i}. key Alias entries ListenConfigNumberOfEntries
  Alias string(:64) rw
  Protocol UDP|TCP|TLS|DTLS rw
  Interface string(:256) -> Device.IP.Interface. rw
  Port unsignedInt(1:65535) rw
Device.RadSecProxy.Realm.{i}. rw key Alias enabled-key Pattern enable Enable entries RealmNumberOfEntries
  Enable boolean rw
  Status Disabled|Enabled|Error
  Alias string(:64) rw
  Pattern string rw
  Server string(:256) -> Device.RadSecProxy.Server. rw
  AccountingServer string(:256) -> Device.RadSecProxy.Server. rw
  AccountingResponse boolean rw = false
Device.RadSecProxy.Server.{i}. rw key Alias enabled-key Address enable Enable entries ServerNumberOfEntries
  Enable boolean rw
  Status Disabled|Enabled|Error
  Alias string(:64) rw
  Address string(:256) rw
  Protocol UDP|TCP|TLS|DTLS rw
  Port unsignedInt(1:65535) rw
  Secret string rw hidden
  TLS string(:256) -> Device.RadSecProxy.TLS. rw
Device.RadSecProxy.SourceConfig.{i}. key Alias entries SourceConfigNumberOfEntries
  Alias string(:64) rw
  Protocol UDP|TCP|TLS|DTLS rw
  Interface string(:256) -> Device.IP.Interface. rw
  Port unsignedInt(1:65535) rw
Device.RadSecProxy.TLS.{i}. rw key Alias entries TLSNumberOfEntries
  Alias string(:64) rw
  Certificate string -> Device.Security.Certificate. rw = ""
  CABundle string -> Device.Security.CABundle. rw = ""
  TLSVersion SSL3|TLS1_Only|TLS1_Or_Later|TLS1_1_Only|TLS1_1_Or_Later|TLS1_2_Only|TLS1_2_Or_Later|TLS1_3_Only|TLS1_3_Or_Later|DTLS1_Only|DTLS1_Or_Later|DTLS1_2_Only|DTLS1_2_Or_Later rw
Device.RouterAdvertisement.
  Enable boolean rw
  InterfaceSettingNumberOfEntries unsignedInt
Device.RouterAdvertisement.InterfaceSetting.{i}. rw key Alias enabled-key Interface enable Enable entries InterfaceSettingNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  Alias string(:64) rw
  Interface string -> Device.IP.Interface. rw = ""
  RDNSSMode Static|LLA|GUA|LLA_GUA rw = Static
  RDNSS list string(:45) rw = ""
  DNSSL list string rw = ""
  ManualPrefixes list items :8 string -> Device.IP.Interface.{i}.IPv6Prefix. rw = ""
  Prefixes list items :8 string -> Device.IP.Interface.{i}.IPv6Prefix.
  MaxRtrAdvInterval unsignedInt(4:1800) rw = 600
  MinRtrAdvInterval unsignedInt(3:1350) rw = 200
  AdvDefaultLifetime unsignedInt(:65535) rw = 1800
  AdvManagedFlag boolean rw = false
  AdvOtherConfigFlag boolean rw = false
  AdvMobileAgentFlag boolean rw = false
  AdvPreferredRouterFlag High|Medium|Low rw = Medium
  AdvNDProxyFlag boolean rw = false
  AdvLinkMTU unsignedInt rw = 0
  AdvReachableTime unsignedInt(:3600000) rw = 0
  AdvRetransTimer unsignedInt rw = 0
  AdvCurHopLimit unsignedInt(:255) rw = 0
  AdvRDNSSLifetime unsignedInt(:4294967295) rw = 0
  AdvDNSSLLifetime unsignedInt(:4294967295) rw = 0
  OptionNumberOfEntries unsignedInt
Device.RouterAdvertisement.InterfaceSetting.{i}.Option.{i}. rw key Alias enabled-key Tag enable Enable entries OptionNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw
  Tag unsignedInt(0:65535) rw
  Value hexBinary(0:65535) rw
Device.Routing.
  RouterNumberOfEntries unsignedInt
Device.Routing.Babel.
  Enable boolean rw
  Status Disabled|Enabled|Error_Misconfigured|Error
  ImplementationVersion string(:32)
  SelfRouterID hexBinary
  SelfSeqno unsignedInt(:65535)
  SupportedMetricCompAlgorithms list 2-out-of-3|ETX
  SupportedSecurityMechanisms list MAC|DTLS
  SupportedMACAlgorithms list HMAC-SHA256|BLAKE2s-128
  SupportedDTLSCertTypes list X.509|RawPublicKey
  StatsEnable boolean rw
  InterfaceSettingNumberOfEntries unsignedInt
  RouteNumberOfEntries unsignedInt
  MACKeySetNumberOfEntries unsignedInt
  DTLSCertSetNumberOfEntries unsignedInt
  StatsReset boolean rw command
Device.Routing.Babel.Constants.
  UDPPort unsignedInt(1:65535) rw
  MulticastGroup string(:45) rw
Device.Routing.Babel.DTLSCertSet.{i}. rw key Alias entries DTLSCertSetNumberOfEntries
  Alias string(:64) rw
  DefaultApply boolean rw
  DTLSCertNumberOfEntries unsignedInt
Device.Routing.Babel.DTLSCertSet.{i}.DTLSCert.{i}. rw key Alias entries DTLSCertNumberOfEntries
  Alias string(:64) rw
  CertValue string(:256) rw
  CertType string rw
  CertPrivateKey hexBinary rw hidden
Device.Routing.Babel.InterfaceSetting.{i}. rw key Alias enable Enable entries InterfaceSettingNumberOfEntries
  Enable boolean rw
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  Alias string(:64) rw
  InterfaceReference string -> Device.IP.Interface.
  InterfaceMetricAlgorithm string
  SplitHorizonEnabled boolean rw
  McastHelloSeqno unsignedInt(:65535)
  McastHelloInterval unsignedInt(:65535)
  UpdateInterval unsignedInt(:65535)
  MACEnabled boolean rw
  InterfaceMACKeySets list string -> Device.Routing.Babel.MACKeySet. rw
  MACVerify boolean rw
  DTLSEnabled boolean rw
  InterfaceDTLSCertSets list string -> Device.Routing.Babel.DTLSCertSet. rw
  CachedInfoEnabled boolean rw
  DTLSCertPrefer string rw
  PacketLogEnable boolean rw
  PacketLog string -> Device.DeviceInfo.VendorLogFile.
  NeighborNumberOfEntries unsignedInt
Device.Routing.Babel.InterfaceSetting.{i}.Neighbor.{i}. enabled-key NeighborAddress entries NeighborNumberOfEntries
  NeighborAddress string(:45)
  HelloMCastHistory hexBinary
  HelloUCastHistory hexBinary
  TXCost unsignedInt(:65535)
  ExpectedMCastHelloSeqno int(-1:65535)
  ExpectedUCastHelloSeqno int(-1:65535)
  UnicastHelloSeqno int(-1:65535)
  UnicastHelloInterval unsignedInt(:65535)
  RXCost unsignedInt(:65535)
  Cost unsignedInt(:65535)
Device.Routing.Babel.InterfaceSetting.{i}.Stats.
  SentMcastHello unsignedLong
  SentMcastUpdate unsignedLong
  SentUcastHello unsignedLong
  SentUcastUpdate unsignedLong
  SentIHU unsignedLong
  ReceivedPackets unsignedLong
Device.Routing.Babel.MACKeySet.{i}. rw key Alias entries MACKeySetNumberOfEntries
  Alias string(:64) rw
  DefaultApply boolean rw
  MACKeyNumberOfEntries unsignedInt
Device.Routing.Babel.MACKeySet.{i}.MACKey.{i}. rw key Alias entries MACKeyNumberOfEntries
  Alias string(:64) rw
  KeyUseSend boolean rw
  KeyUseVerify boolean rw
  KeyValue hexBinary rw hidden
  MACKeyAlgorithm string rw
  MACTestState None*|Requested|Canceled|Complete*|Error* rw
  InputString hexBinary rw
  InputMAC hexBinary rw
  Match boolean
Device.Routing.Babel.Route.{i}. enabled-key RoutePrefix,SourceRouterID entries RouteNumberOfEntries
  RoutePrefix string(:49)
  SourceRouterID hexBinary
  Neighbor string -> Device.Routing.Babel.InterfaceSetting.{i}.Neighbor.
  ReceivedMetric int(-1:65535)
  CalculatedMetric int(-1:65535)
  RouteSeqno unsignedInt(:65535)
  NextHop string(:45)
  RouteFeasible boolean
  RouteSelected boolean
Device.Routing.RIP.
  Enable boolean rw
  SupportedModes Send|Receive|Both
  InterfaceSettingNumberOfEntries unsignedInt
Device.Routing.RIP.InterfaceSetting.{i}. rw key Alias enabled-key Interface enable Enable entries InterfaceSettingNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  Alias string(:64) rw
  Interface string(:256) -> Device.IP.Interface. rw = ""
  AcceptRA boolean rw
  SendRA boolean rw
Device.Routing.RouteInformation.
  Enable boolean rw
  InterfaceSettingNumberOfEntries unsignedInt
Device.Routing.RouteInformation.InterfaceSetting.{i}. enabled-key Interface entries InterfaceSettingNumberOfEntries
  Status ForwardingEntryCreated|NoForwardingEntry|Error
  Interface string(:256) -> Device.IP.Interface.
  SourceRouter string(:45)
  PreferredRouteFlag High|Medium|Low
  Prefix string(:49)
  ManagedAddressConfiguration boolean
  OtherConfiguration boolean
  RouteLifetime dateTime
  ReachableTime unsignedInt(:3600000)
  RetransTimer unsignedInt
  HomeAgent boolean
  OptionNumberOfEntries unsignedInt
Device.Routing.RouteInformation.InterfaceSetting.{i}.Option.{i}. key Alias enabled-key Tag entries OptionNumberOfEntries
  Alias string(:64) rw
  Tag unsignedInt(0:65535)
  Value hexBinary(0:65535)
Device.Routing.Router.{i}. rw key Alias enable Enable entries RouterNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error = Disabled
  Alias string(:64) rw
  IPv4ForwardingNumberOfEntries unsignedInt
  IPv6ForwardingNumberOfEntries unsignedInt
Device.Routing.Router.{i}.IPv4Forwarding.{i}. rw key Alias enabled-key DestIPAddress,DestSubnetMask,ForwardingPolicy,GatewayIPAddress,Interface,ForwardingMetric enable Enable entries IPv4ForwardingNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  Alias string(:64) rw
  Type Normal|Receive|Blackhole|Unreachable|Prohibit rw = Normal
  StaticRoute boolean = true
  DestIPAddress string(:15) // /((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])/ rw = ""
  DestSubnetMask string(:15) // /((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])/ rw = ""
  ForwardingPolicy int(-1:) rw = -1
  GatewayIPAddress string(:15) // /((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])/ rw = ""
  Interface string(:256) -> Device.IP.Interface. rw = ""
  Origin DHCPv4|OSPF|IPCP|RIP|3GPP-NAS|Static = Static
  ForwardingMetric int(-1:) rw = -1
Device.Routing.Router.{i}.IPv6Forwarding.{i}. rw key Alias enabled-key DestIPPrefix,ForwardingPolicy,NextHop,Interface,ForwardingMetric enable Enable entries IPv6ForwardingNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  Alias string(:64) rw
  Type Normal|Receive|Blackhole|Unreachable|Prohibit rw = Normal
  DestIPPrefix string(:49) rw = ""
  ForwardingPolicy int(-1:) rw = -1
  NextHop string(:45) rw = ""
  Interface string(:256) -> Device.IP.Interface. rw = ""
  Origin DHCPv6|OSPF|RA|RIPng|3GPP-NAS|Static = Static
  ForwardingMetric int(-1:) rw = -1
  ExpirationTime dateTime = 9999-12-31T23:59:59Z
Device.SFPs.
  SFPCageNumberOfEntries unsignedInt
Device.SFPs.Mgmt.
  SFF8472NumberOfEntries unsignedInt
Device.SFPs.Mgmt.SFF8472.{i}. key Alias key Name entries SFF8472NumberOfEntries
  Alias string(:64) rw
  Name string
Device.SFPs.Mgmt.SFF8472.{i}.Transceiver.
  Connector hexBinary(1)
  Transceiver hexBinary(9)
  Encoding unsignedInt(0:255)
  BRNominal int
  RateIdentifier hexBinary(1)
  VendorName string(:16)
  VendorOUI hexBinary(3)
  VendorPN string(:16)
  VendorRev string(:4)
  BRMax unsignedInt(0:255)
  BRMin unsignedInt(0:100)
  VendorSN string(:16)
  DateCode string(:8) /\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])[A-Za-z0-9]{0,2}/
  LengthSMFkm unsignedInt(0:255)
  LengthSMF unsignedInt(0:255)
  LengthOM2 unsignedInt(0:255)
  LengthOM1 unsignedInt(0:255)
  LengthOM3 unsignedInt(0:255)
  Wavelength unsignedInt(0:65535)
  VerCompliance hexBinary(1)
  OptCooledTrans boolean
  OptPowerlvl boolean
  OptLinearRcvr boolean
  OptRateSelect boolean
  OptTxDisable boolean
  OptTxFault boolean
  OptInvertedLOS boolean
  OptLOS boolean
  DMCtypeImplemented boolean
  DMCtypeInternalCal boolean
  DMCtypeExternalCal boolean
  DMCtypeRxAvgPwr boolean
  EOCalarmsImplemented boolean
  EOCSoftTxDisable boolean
  EOCSoftTxFault boolean
  EOCSoftRxLOS boolean
  EOCSoftRateSelect boolean
  SFF8079AppSelect boolean
  SFF8431SoftRateSelect boolean
  EMCSPowerLvlOp boolean
  EMCSPowerLvlSelect boolean
Device.SFPs.Mgmt.SFF8472.{i}.Transceiver.Alarms.
  TemperatureHigh boolean
  TemperatureLow boolean
  VccHigh boolean
  VccLow boolean
  TxBiasHigh boolean
  TxBiasLow boolean
  TxPowerHigh boolean
  TxPowerLow boolean
  RxPowerHigh boolean
  RxPowerLow boolean
Device.SFPs.Mgmt.SFF8472.{i}.Transceiver.Status.
  Temperature int(-274:)
  Vcc unsignedInt(0:65535)
  TxBias unsignedInt
  TxPower int
  RxPower int
  TxDisableState boolean
  SoftTxDisableSelect boolean
  RS1State boolean
  RateSelectState boolean
  SoftRateSelectSelect boolean
  TXFaultState boolean
  RxLOSState boolean
  DataReadyBarState boolean
Device.SFPs.Mgmt.SFF8472.{i}.Transceiver.Thresholds.
  HighTempAlarm int(-274:)
  HighTempWarning int(-274:)
  LowTempWarning int(-274:)
  LowTempAlarm int(-274:)
  HighVccAlarm unsignedInt(0:65535)
  HighVccWarning unsignedInt(0:65535)
  LowVccWarning unsignedInt(0:65535)
  LowVccAlarm unsignedInt(0:65535)
  HighTxBiasAlarm unsignedInt
  HighTxBiasWarning unsignedInt
  LowTxBiasWarning unsignedInt
  LowTxBiasAlarm unsignedInt
  HighTxPowerAlarm int
  HighTxPowerWarning int
  LowTxPowerWarning int
  LowTxPowerAlarm int
  HighRxPowerAlarm int
  HighRxPowerWarning int
  LowRxPowerWarning int
  LowRxPowerAlarm int
Device.SFPs.Mgmt.SFF8472.{i}.Transceiver.Warnings.
  TemperatureHigh boolean
  TemperatureLow boolean
  VccHigh boolean
  VccLow boolean
  TxBiasHigh boolean
  TxBiasLow boolean
  TxPowerHigh boolean
  TxPowerLow boolean
  RxPowerHigh boolean
  RxPowerLow boolean
Device.SFPs.SFPCage.{i}. key Alias key Name entries SFPCageNumberOfEntries
  Alias string(:64) rw
  Name string
  SFPPresent boolean
  SFF8024Identifier unsignedInt(0:255)
  MgmtInterface SFF-8472|Unknown
  SFPType Unsupported|G-PON|XG-PON|NG-PON2|XGS-PON|EPON|MoCA|"Optical Ethernet"|"Electrical Ethernet"
  SFPReference string -> Device.SFPs.Mgmt.SFF8472.
Device.SSH.
  Enable boolean rw
  Status Disabled|Enabled|Error
  ServerNumberOfEntries unsignedInt
  AuthorizedKeyNumberOfEntries unsignedInt
Device.SSH.AuthorizedKey.{i}. rw key Alias entries AuthorizedKeyNumberOfEntries
  Alias string(:64) rw
  User string(:256) -> Device.Users.User. rw = ""
  Key string rw
Device.SSH.Server.{i}. rw key Alias entries ServerNumberOfEntries
  Enable boolean rw
  Status Disabled|Enabled|Error|Error_Misconfigured
  Alias string(:64) rw
  Interface string(:256) -> Device.IP.Interface. rw = ""
  Port unsignedInt(1:65535) rw = 22
  IdleTimeout unsignedInt rw = 180
  KeepAlive unsignedInt rw = 300
  AllowRootLogin boolean rw = false
  AllowPasswordLogin boolean rw = false
  AllowRootPasswordLogin boolean rw = false
  MaxAuthTries unsignedInt rw = 3
  AllowAllIPv4 boolean rw = false
  IPv4AllowedSourcePrefix list(:1024) string rw
  AllowAllIPv6 boolean rw = false
  IPv6AllowedSourcePrefix list(:1024) string rw
  ActivationDate dateTime
  AutoDisableDuration unsignedInt rw = 0
  PID unsignedInt = 0
  UserGroupAccess string ~> Device.Users.Group. rw = ""
  SessionNumberOfEntries unsignedInt
  MaxAccessLogEntries int(-1:) rw
  AccessLogNumberOfEntries unsignedInt
Device.SSH.Server.{i}.AccessLog.{i}. key Alias entries AccessLogNumberOfEntries
  Alias string(:64) rw
  TimeStamp dateTime
  User string
  IPAddress string(:45)
  Port unsignedInt
  Status SuccessfulLogin|FailedLogin|Error
Device.SSH.Server.{i}.Session.{i}. key Alias entries SessionNumberOfEntries
  Alias string(:64) rw
  User string(:256) -> Device.Users.User.
  IPAddress string(:45)
  Port unsignedInt
Device.SSH.Server.{i}.Stats.
  NumberOfFailedAttempts unsignedInt
  NumberOfFailedAttemptsSinceActivation unsignedInt
  NumberOfSuccessfulAttempts unsignedInt
  NumberOfSuccessfulAttemptsSinceActivation unsignedInt
Device.STOMP.
  ConnectionNumberOfEntries unsignedInt
Device.STOMP.Connection.{i}. rw enabled-key Host,Username,VirtualHost key Alias enable Enable entries ConnectionNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw = false
  Status Enabled|Disabled|Unknown|Connecting|ServerNotPresent|Error_Misconfigured|Error_AuthenticationFailure|Error
  LastChangeDate dateTime
  Host string(:256) rw
  Port unsignedInt(1:65535) rw = 61613
  Username string(:256) rw
  Password string(:256) rw hidden
  VirtualHost string(:256) rw = ""
  EnableHeartbeats boolean rw = false
  OutgoingHeartbeat unsignedInt rw = 0
  IncomingHeartbeat unsignedInt rw = 0
  ServerRetryInitialInterval unsignedInt(1:65535) rw = 60
  ServerRetryIntervalMultiplier unsignedInt(1000:65535) rw = 2000
  ServerRetryMaxInterval unsignedInt(1:) rw = 30720
  EnableEncryption boolean rw = true
Device.Schedules.
  Enable boolean rw
  ScheduleNumberOfEntries unsignedInt
Device.Schedules.Schedule.{i}. rw key Alias enable Enable entries ScheduleNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw = false
  Status Active|Inactive|StackDisabled|Error
  Description string(:256) rw
  Day list Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday rw
  StartTime string(:5) // /([01][0-9]|2[0-3]):[0-5][0-9]/ rw
  Duration unsignedInt(1:) rw
  InverseMode boolean rw = false
  TimeLeft unsignedInt candeny
Device.Security.
  CertificateNumberOfEntries unsignedInt
  CABundleNumberOfEntries unsignedInt
Device.Security.CABundle.{i}. key Name entries CABundleNumberOfEntries
  Enable boolean rw
  Name string
  CACertificates list string -> Device.Security.Certificate. rw
Device.Security.Certificate.{i}. enabled-key SerialNumber,Issuer entries CertificateNumberOfEntries
  Enable boolean rw
  LastModif dateTime
  SerialNumber string(:64)
  Issuer string(:256)
  NotBefore dateTime
  NotAfter dateTime
  Subject string(:256)
  SubjectAlt list(:256) string
  SignatureAlgorithm string(:256)
Device.SelfTestDiagnostics.
  DiagnosticsState None*|Requested|Canceled|Complete*|Error_Internal*|Error_Other* rw candeny
  Results string(:1024) candeny
Device.Services.
Device.SessionManagement.
  SessionNumberOfEntries unsignedInt
  PDPNumberOfEntries unsignedInt
  PDNNumberOfEntries unsignedInt
  PDUNumberOfEntries unsignedInt
Device.SessionManagement.PDN.{i}. key Alias entries PDNNumberOfEntries
  Alias string(:64) rw
  QCI unsignedInt(0:254)
  UpstreamMaxBitRate unsignedLong
  DownstreamMaxBitRate unsignedLong
  UpstreamGuaranteedBitRate unsignedLong
  DownstreamGuaranteedBitRate unsignedLong
  UpstreamAggregateBitRate unsignedLong
  DownstreamAggregateBitRate unsignedLong
Device.SessionManagement.PDP.{i}. key Alias entries PDPNumberOfEntries
  Alias string(:64) rw
  TrafficClass Conversational|Streaming|Interactive|Background|SubscribedValue
  UpstreamMaxBitRate unsignedLong
  DownstreamMaxBitRate unsignedLong
  UpstreamGuaranteedBitRate unsignedLong
  DownstreamGuaranteedBitRate unsignedLong
  DeliveryOrder No|Yes|SubscribedValue
  MaximumSDUSize unsignedInt
  SDUErrorRatio string(:10)
  ResidualBitErrorRatio string(:10)
  DeliveryOfErroneousSDUs No|Yes|NoDetect|SubscribedValue
  TransferDelay unsignedInt
Device.SessionManagement.PDU.{i}. key Alias entries PDUNumberOfEntries
  Alias string(:64) rw
  PTI unsignedInt(1:254)
  SSC unsignedInt(1:3)
  SessionAMBRDownlink unsignedLong
  SessionAMBRUplink unsignedLong
  RQTimerValue unsignedInt
  AlwaysOn boolean
  QoSRuleNumberOfEntries unsignedInt
  QoSFlowNumberOfEntries unsignedInt
Device.SessionManagement.PDU.{i}.NetworkSlice.
  SliceServiceType eMBB|URLLC|MIoT|V2X
  SliceDifferentiator unsignedInt
Device.SessionManagement.PDU.{i}.QoSFlow.{i}. key Alias enabled-key QFI entries QoSFlowNumberOfEntries
  Alias string(:64) rw
  QFI unsignedInt(1:63)
  FiveQI unsignedInt(1:255)
  GFBRUplink unsignedLong
  GFBRDownlink unsignedLong
  MFBRUplink unsignedLong
  MFBRDownlink unsignedLong
  AveragingWindow unsignedInt
  EPSBearer unsignedInt
Device.SessionManagement.PDU.{i}.QoSRule.{i}. key Alias enabled-key Identifier entries QoSRuleNumberOfEntries
  Alias string(:64) rw
  Identifier unsignedInt(1:255)
  Precedence unsignedInt(0:255)
  Segregation boolean
  QFI unsignedInt(1:63)
  DQR boolean
  FilterNumberOfEntries unsignedInt
Device.SessionManagement.PDU.{i}.QoSRule.{i}.Filter.{i}. key Alias entries FilterNumberOfEntries
  Alias string(:64) rw
  Direction downlink|uplink|bidirectional
  Type unsignedInt
  Value string(:1024)
Device.SessionManagement.Session.{i}. key Alias key SessionID entries SessionNumberOfEntries
  Alias string(:64) rw
  Interface string(:256) -> Device.IP.Interface.
  SessionID unsignedInt(1:15)
  SessionType IPv4|IPv6|IPv4v6|Unstructured
  APN string(:100)
  Reference string(:256) -> Device.SessionManagement.PDP.,Device.SessionManagement.PDN.,Device.SessionManagement.PDU.
Device.SessionManagement.Session.{i}.PCO.
  IPv6PCSCF string(:45)
  IPv6DNS list string(:256)
  IPv4PCSCF string(:15) // /((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])/
  IPv4DNS list string(:256)
Device.SmartCardReaders.
  SmartCardReaderNumberOfEntries unsignedInt
Device.SmartCardReaders.SmartCardReader.{i}. enabled-key Name key Alias entries SmartCardReaderNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw
  Status Disabled|Enabled|Error
  Name string(:256)
  Reset boolean rw command
  ResetTime dateTime
  DecryptionFailedCounter unsignedInt candeny
  DecryptionFailedNoKeyCounter unsignedInt candeny
Device.SmartCardReaders.SmartCardReader.{i}.SmartCard.
  Status None|Running|Error
  Type CA|DRM|UICC
  Application list SIM|USIM|ISIM
  SerialNumber string(:256)
  ATR string(:1024)
Device.SoftwareModules.
  ExecEnvClassNumberOfEntries unsignedInt
  ExecEnvNumberOfEntries unsignedInt
  DeploymentUnitNumberOfEntries unsignedInt
  ExecutionUnitNumberOfEntries unsignedInt
Device.SoftwareModules.DeploymentUnit.{i}. enabled-key UUID,Version,ExecutionEnvRef key Alias entries DeploymentUnitNumberOfEntries
  UUID string(36) /[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}/
  DUID string(:64)
  Alias string(:64) rw
  Name string(:256)
  Status Installing|Installed|Updating|Uninstalling|Uninstalled candeny
  Resolved boolean
  URL string(:2048)
  Description string(:256)
  Vendor string(:128)
  Version string(:32)
  VendorLogList list string -> Device.DeviceInfo.VendorLogFile.
  VendorConfigList list string -> Device.DeviceInfo.VendorConfigFile.
  ExecutionUnitList list string -> Device.SoftwareModules.ExecutionUnit.
  ExecutionEnvRef string -> Device.SoftwareModules.ExecEnv.
  Installed dateTime
  LastUpdate dateTime
Device.SoftwareModules.ExecEnv.{i}. key Alias key Name entries ExecEnvNumberOfEntries
  Enable boolean rw
  Status Up|Error|Disabled
  Reset boolean rw command
  Alias string(:64) rw
  Name string(:256)
  Type string(:64)
  InitialRunLevel unsignedInt(:65535) rw
  RequestedRunLevel int(-1:65535) rw command
  CurrentRunLevel int(-1:65535)
  InitialExecutionUnitRunLevel int(-1:65535) rw
  Vendor string(:128)
  Version string(:32)
  ParentExecEnv string -> Device.SoftwareModules.ExecEnv.
  AllocatedDiskSpace int(-1:)
  AllocatedMemory int(-1:)
  AllocatedCPUPercent int(-1:100)
  AvailableDiskSpace int(-1:) candeny
  AvailableMemory int(-1:) candeny
  AvailableCPUPercent int(-1:100)
  ActiveExecutionUnits list string -> Device.SoftwareModules.ExecutionUnit. candeny
  ProcessorRefList list string -> Device.DeviceInfo.Processor. deprecated
  CreatedAt dateTime
  ExecEnvClassRef string -> Device.SoftwareModules.ExecEnvClass.
  ApplicationDataNumberOfEntries unsignedInt
Device.SoftwareModules.ExecEnv.{i}.ApplicationData.{i}. key Alias enabled-key ApplicationUUID,Name entries ApplicationDataNumberOfEntries
  Name string(:64)
  Capacity unsignedInt
  Encrypted boolean
  Retain UntilStopped|Forever
  AccessPath string(:256)
  Alias string(:64) rw
  ApplicationUUID string(36) /[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}/
  Utilization unsignedInt candeny
Device.SoftwareModules.ExecEnvClass.{i}. key Alias enabled-key Vendor,Name,Version entries ExecEnvClassNumberOfEntries
  Alias string(:64) rw
  Name string(:256)
  Vendor string(:128)
  Version string(:32)
  DeploymentUnitRef string -> Device.SoftwareModules.DeploymentUnit.
  CapabilityNumberOfEntries unsignedInt
Device.SoftwareModules.ExecEnvClass.{i}.Capability.{i}. enabled-key Specification,SpecificationVersion entries CapabilityNumberOfEntries
  Specification OCIImage|VMRawImage|OSGiBundle|JAR|WAR
  SpecificationVersion string(:32)
  SpecificationURI string(:256)
Device.SoftwareModules.ExecutionUnit.{i}. enabled-key EUID key Alias entries ExecutionUnitNumberOfEntries
  EUID string(:64)
  Alias string(:64) rw
  Name string(:256)
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
  Privileged boolean
  AllocatedDiskSpace int(-1:)
  DiskSpaceInUse int(-1:) candeny
  AllocatedMemory int(-1:)
  MemoryInUse int(-1:) candeny
  AllocatedCPUPercent int(-1:100)
  CPUPercentInUse int(-1:100)
  AllocatedEUUID unsignedInt
  AllocatedEUGID string
  AllocatedHostUID unsignedInt
  AllocatedHostGID string
  CreationTime dateTime
  Uptime unsignedInt
  ShutdownDelay unsignedInt rw
  References list string -> *
  AssociatedProcessList list string -> Device.DeviceInfo.ProcessStatus.Process.
  VendorLogList list string -> Device.DeviceInfo.VendorLogFile.
  VendorConfigList list string -> Device.DeviceInfo.VendorConfigFile.
  SupportedDataModelList list string -> Device.DeviceInfo.SupportedDataModel.
  ApplicationDataList list string -> Device.SoftwareModules.ExecEnv.{i}.ApplicationData.
  ExecutionEnvRef string -> Device.SoftwareModules.ExecEnv.
  HostObjectNumberOfEntries unsignedInt
  EnvVariableNumberOfEntries unsignedInt
Device.SoftwareModules.ExecutionUnit.{i}.AutoRestart.
  Enable boolean rw
  RetryMinimumWaitInterval unsignedInt rw
  RetryMaximumWaitInterval unsignedInt rw
  RetryIntervalMultiplier unsignedInt rw
  MaximumRetryCount unsignedInt rw
  ResetPeriod unsignedInt rw
  RetryCount unsignedInt rw
  LastRestarted dateTime
  NextRestart dateTime
Device.SoftwareModules.ExecutionUnit.{i}.EnvVariable.{i}. key Alias enabled-key Key entries EnvVariableNumberOfEntries
  Key string(:2048)
  Value string(:2048)
  Alias string(:64) rw
Device.SoftwareModules.ExecutionUnit.{i}.Extensions.
Device.SoftwareModules.ExecutionUnit.{i}.HostObject.{i}. key Alias enabled-key Destination entries HostObjectNumberOfEntries
  Source string(:256)
  Destination string(:256)
  Options string(:256)
  Alias string(:64) rw
Device.SoftwareModules.ExecutionUnit.{i}.NetworkConfig.
  AccessInterfaceRefList list string -> Device.IP.Interface.
  PortMappingRefList list string -> Device.NAT.PortMapping.
Device.Syslog.
  Enable boolean rw
  Status Disabled|Enabled|Error
  FilterNumberOfEntries unsignedInt
  SourceNumberOfEntries unsignedInt
  TemplateNumberOfEntries unsignedInt
  ActionNumberOfEntries unsignedInt
Device.Syslog.Action.{i}. rw key Alias entries ActionNumberOfEntries
  Alias string(:64) rw
  SourceRef list string(:256) -> Device.Syslog.Source. rw = ""
  FilterRef list string(:256) -> Device.Syslog.Filter. rw = ""
  TemplateRef string(:256) -> Device.Syslog.Template. rw = ""
  StructuredData boolean rw = false
Device.Syslog.Action.{i}.LogFile.
  Enable boolean rw
  VendorLogFileRef string -> Device.DeviceInfo.VendorLogFile.
  FilePath string rw
Device.Syslog.Action.{i}.LogRemote.
  Enable boolean rw
  Status Disabled|Enabled|Error_Unreachable|Error
  Address string rw = ""
  Protocol TCP|UDP|TLS rw
  Port unsignedInt(1:65535) rw = 514
  Certificate string -> Device.Security.Certificate. rw = ""
  CABundle string -> Device.Security.CABundle. rw = ""
  PeerVerify boolean rw = false
Device.Syslog.Filter.{i}. rw key Alias entries FilterNumberOfEntries
  Alias string(:64) rw
  FacilityLevel list Kern|User|Mail|Daemon|Auth|Syslog|LPR|News|UUCP|Cron|AuthPriv|FTP|NTP|Audit|Console|Cron2|Local0|Local1|Local2|Local3|Local4|Local5|Local6|Local7|All rw = All
  Severity Emergency|Alert|Critical|Error|Warning|Notice|Info|Debug|All|None rw = All
  SeverityCompare Equal|EqualOrHigher rw = EqualOrHigher
  SeverityCompareAction Log|Block|Stop rw = Log
  PatternMatch string rw = ""
Device.Syslog.Source.{i}. rw key Alias entries SourceNumberOfEntries
  Alias string(:64) rw
  KernelMessages boolean rw = true
  SystemMessages boolean rw = true
  Severity Emergency|Alert|Critical|Error|Warning|Notice|Info|Debug|All|None rw = All
  FacilityLevel Kern|User|Mail|Daemon|Auth|Syslog|LPR|News|UUCP|Cron|AuthPriv|FTP|NTP|Audit|Console|Cron2|Local0|Local1|Local2|Local3|Local4|Local5|Local6|Local7|All rw = All
Device.Syslog.Source.{i}.Network.
  Enable boolean rw
  Interface string(:256) -> * rw = ""
  Port unsignedInt(1:65535) rw = 1099
  Protocol TCP|UDP|TLS rw = UDP
  Certificate string -> Device.Security.Certificate. rw = ""
  CABundle string -> Device.Security.CABundle. rw = ""
  PeerVerify boolean rw = false
Device.Syslog.Template.{i}. rw key Alias entries TemplateNumberOfEntries
  Alias string(:64) rw
  Expression string rw = ""
  EscapeMessage boolean rw = false
Device.Thread.
  BorderRouterNumberOfEntries unsignedInt
  RadioNumberOfEntries unsignedInt
  MLENumberOfEntries unsignedInt
  NodeNumberOfEntries unsignedInt
Device.Thread.BorderRouter.{i}. key Alias key BorderAgentID entries BorderRouterNumberOfEntries
  Enable boolean rw
  Status Started|Stopped|Error
  Alias string(:64) rw
  BorderAgentID hexBinary(16)
  MLEReference string -> Device.Thread.MLE. rw
  RoutingRef string -> Device.Routing.Router.
Device.Thread.MLE.{i}. rw key Alias key Name entries MLENumberOfEntries
  Enable boolean rw = false
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error = Down
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> * rw = ""
  SupportedStandards list 1.0|1.1|1.2|1.3|1.4
  OperatingStandard string
  DatasetNumberOfEntries unsignedInt
  AssociatedNodeNumberOfEntries unsignedInt
Device.Thread.MLE.{i}.AssociatedNode.{i}. key Alias key ExtendedMAC entries AssociatedNodeNumberOfEntries
  Alias string(:64) rw
  LastContactTime dateTime
  ExtendedMAC hexBinary(16)
  Rloc16 unsignedInt(0:65535)
  RoutingRole Child|Router|Leader|Unassigned
  Mode rx-on-when-idle|"Full Thread Device"|"Full Network Data"
  RouteNumberOfEntries unsignedInt
  NeighborNumberOfEntries unsignedInt
  IPv6AddressNumberOfEntries unsignedInt
Device.Thread.MLE.{i}.AssociatedNode.{i}.IPv6Address.{i}. key Alias,IPAddress entries IPv6AddressNumberOfEntries
  Alias string(:64) rw
  Type string
  IPAddress string(:45)
Device.Thread.MLE.{i}.AssociatedNode.{i}.Neighbor.{i}. key NodeReference entries NeighborNumberOfEntries
  NodeReference string -> Device.Thread.MLE.{i}.AssociatedNode.
  AvgRSSI unsignedInt
Device.Thread.MLE.{i}.AssociatedNode.{i}.Route.{i}. key ID entries RouteNumberOfEntries
  ID unsignedInt(0:65535)
  PathCost unsignedInt(0:65535)
  LQIn unsignedInt(0:3)
  LQOut unsignedInt(0:3)
Device.Thread.MLE.{i}.Dataset.{i}. key Status key Alias entries DatasetNumberOfEntries
  Status active|pending
  Alias string(:64) rw
  TimeStamp dateTime
  DelayTimer unsignedInt
  Channel unsignedInt(0:255)
  NetworkName string
  PanID hexBinary(2)
  ExtendedPanID hexBinary(8)
  MeshLocalPrefix string(:49)
  ChannelMask hexBinary(4)
  PSKc hexBinary(16)
  NetworkKey hexBinary(16)
Device.Thread.MLE.{i}.Dataset.{i}.SecurityPolicy.
  RotationTime unsignedInt(0:65535)
  Flags list o|n|r|c|C|e|p|R
Device.Thread.MLE.{i}.LeaderData.
  DataVersion unsignedInt(0:65535)
  LeaderRouterID unsignedInt(0:65535)
  PartitionID unsignedInt
  StableDataVersion unsignedInt(0:65535)
  Weighting unsignedInt(0:65535)
Device.Thread.MLE.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedLong candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  MulticastPacketsSent unsignedLong candeny
  UnicastPacketsReceived unsignedLong candeny
  MulticastPacketsReceived unsignedLong candeny
  BroadcastPacketsSent unsignedLong candeny
  BroadcastPacketsReceived unsignedLong candeny
  UnknownProtoPacketsReceived unsignedInt candeny
Device.Thread.Node.{i}. key ExtendedMAC entries NodeNumberOfEntries
  ExtendedMAC hexBinary(16)
  Connected boolean rw
  MLEReference string -> Device.Thread.MLE.
Device.Thread.Radio.{i}. key Alias key Name entries RadioNumberOfEntries
  Enable boolean rw
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> * rw
  MaxBitRate unsignedInt
  Upstream boolean
  TransmitPowerSupported list int(-1:100)
  TransmitPower int(-1:100) rw
  HardwareVersion string
  FirmwareVersion string
Device.Thread.Radio.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
Device.Time.
  Enable boolean rw
  Status Disabled|Unsynchronized|Synchronized|Error
  CurrentLocalTime dateTime candeny
  LocalTimeZone string(:256) rw
  ClientNumberOfEntries unsignedInt
  ServerNumberOfEntries unsignedInt
Device.Time.Client.{i}. rw key Alias enable Enable entries ClientNumberOfEntries
  Enable boolean rw
  Status Disabled|Unsynchronized|Synchronized|Error_FailedToSynchronize|Error
  Alias string(:64) rw
  Mode Unicast|Broadcast|Multicast|Manycast rw
  Port unsignedInt(1:65535) rw = 123
  IPVersion int(4,6,-1) rw = -1
  ServerInUse string
  Version unsignedInt(1:4) rw = 4
  Servers list string rw = ""
  ResolveAddresses boolean rw = false
  ResolveMaxAddresses unsignedInt rw = 6
  Peer boolean rw
  MinPoll unsignedInt rw = 6
  MaxPoll unsignedInt rw = 10
  IBurst boolean rw
  Burst unsignedInt rw = 8
  Interface string(:256) -> Device.IP.Interface. rw = ""
  BindType Address|Device rw
Device.Time.Client.{i}.Authentication.
  Enable boolean rw = false
  Certificate string -> Device.Security.Certificate. rw = ""
  NTSPort unsignedInt(1:65535) rw = 4460
Device.Time.Client.{i}.Stats.
  PacketsSent unsignedInt
  PacketsSentFailed unsignedInt
  PacketsReceived unsignedInt
  PacketsDropped unsignedInt
Device.Time.Server.{i}. rw key Alias enable Enable entries ServerNumberOfEntries
  Enable boolean rw
  Status Up|Down|Error
  Alias string(:64) rw
  Mode Unicast|Broadcast|Multicast|Manycast rw
  Version unsignedInt(1:4) rw = 4
  Port unsignedInt(1:65535) rw = 123
  Interface string(:256) -> Device.IP.Interface. rw = ""
  BindType Address|Device rw
  MinPoll unsignedInt rw = 6
  MaxPoll unsignedInt rw = 10
  TTL unsignedInt(1:255) rw = 255
Device.Time.Server.{i}.Authentication.
  Enable boolean rw = false
  Certificate string -> Device.Security.Certificate. rw = ""
  NTSNTPServer list string rw = ""
Device.Time.Server.{i}.Stats.
  PacketsSent unsignedInt
  PacketsSentFailed unsignedInt
  PacketsReceived unsignedInt
  PacketsDropped unsignedInt
Device.TrustedElements.
  SIMNumberOfEntries unsignedInt
Device.TrustedElements.SIM.{i}. key Alias entries SIMNumberOfEntries
  Alias string(:64) rw
  Status None|Available|Valid|Blocked|Error rw
  IMSI string(14:15) /[0-9]{14,15}/
  ICCID string(6:20) /[0-9]{6,20}/
  MSISDN string(14:15) /[0-9]{14,15}/
  SMSC string rw
  EID string
  ProfileNumberOfEntries unsignedInt
  ESIMProfileAddStatus string
  ESIMClassEnabledProfile string -> Device.TrustedElements.SIM.{i}.Profile.
  ESIMTestMode boolean
  Type None|USIM|eSIM
  GID1 string
  Usage UICC|DRM|WWC|CA
  PINCheck OnNetworkAccess|Reboot|Off rw
  PIN string(:4) rw hidden
  ProtectionScheme unsignedInt(0:15)
  HomeNetworkPublicKeyID unsignedInt(0:255)
  RoutingIndicator unsignedInt(0:9999)
Device.TrustedElements.SIM.{i}.Profile.{i}. key Alias entries ProfileNumberOfEntries
  Alias string(:64) rw
  Name string
  IMSI string(14:15) /[0-9]{14,15}/
  ICCID string
  State Active|Inactive
  Class Provisioning|Test|Operational|Unknown
  GID1 string
Device.UPA.
  InterfaceNumberOfEntries unsignedInt
Device.UPA.Diagnostics.
Device.UPA.Diagnostics.InterfaceMeasurement.
  DiagnosticsState None*|Requested|Canceled|Complete*|Error*|Error_InvalidPort* rw
  Type SNR|CFR rw
  Interface string(:256) ~> Device.UPA.Interface. rw
  Port unsignedInt(0:65535) rw
  Measurements list items :1536 unsignedInt
  RxGain int
Device.UPA.Interface.{i}. key Alias key Name entries InterfaceNumberOfEntries
  Enable boolean rw
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> * rw
  Upstream boolean
  MaxBitRate unsignedInt
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  FirmwareVersion string(:64)
  NodeType AP|EP rw
  LogicalNetwork string(:20) rw
  EncryptionMethod string(:6) None|DES|3DES|AES128|AES256 rw
  EncryptionKey string(:36) rw hidden
  PowerBackoffEnabled boolean rw
  PowerBackoffMechanismActive boolean
  EstApplicationThroughput unsignedInt
  ActiveNotchEnable boolean rw
  ActiveNotchNumberOfEntries unsignedInt
  AssociatedDeviceNumberOfEntries unsignedInt
  BridgeForNumberOfEntries unsignedInt
Device.UPA.Interface.{i}.ActiveNotch.{i}. rw key Alias enable Enable entries ActiveNotchNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw
  StartFreq unsignedInt rw
  StopFreq unsignedInt rw
  Depth unsignedInt rw
Device.UPA.Interface.{i}.AssociatedDevice.{i}. enabled-key MACAddress entries AssociatedDeviceNumberOfEntries
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  Port unsignedInt(0:65535)
  LogicalNetwork string(:20)
  PhyTxThroughput unsignedInt
  PhyRxThroughput unsignedInt
  RealPhyRxThroughput unsignedInt
  EstimatedPLR unsignedInt(0:100)
  MeanEstimatedAtt unsignedInt
  SmartRouteIntermediatePLCMAC string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  DirectRoute boolean
  Active boolean
Device.UPA.Interface.{i}.BridgeFor.{i}. key Alias enabled-key MACAddress entries BridgeForNumberOfEntries
  Alias string(:64) rw
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  Port unsignedInt(0:65535)
Device.UPA.Interface.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedLong candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  MulticastPacketsSent unsignedLong candeny
  UnicastPacketsReceived unsignedLong candeny
  MulticastPacketsReceived unsignedLong candeny
  BroadcastPacketsSent unsignedLong candeny
  BroadcastPacketsReceived unsignedLong candeny
  UnknownProtoPacketsReceived unsignedInt candeny
Device.UPnP.
Device.UPnP.Description.
  DeviceDescriptionNumberOfEntries unsignedInt
  DeviceInstanceNumberOfEntries unsignedInt
  ServiceInstanceNumberOfEntries unsignedInt
Device.UPnP.Description.DeviceDescription.{i}. enabled-key URLBase entries DeviceDescriptionNumberOfEntries
  URLBase string(:2048)
  SpecVersion string(:256) /\d+\.\d+/
  Host list items :1024 string(:256) -> Device.Hosts.Host.
Device.UPnP.Description.DeviceInstance.{i}. enabled-key UDN entries DeviceInstanceNumberOfEntries
  UDN string(36) /[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}/
  ParentDevice string(:256) -> Device.UPnP.Description.DeviceInstance.
  DiscoveryDevice string(:256) -> Device.UPnP.Discovery.Device.,Device.UPnP.Discovery.RootDevice.
  DeviceType string(:256)
  FriendlyName string(:128)
  DeviceCategory list string
  Manufacturer string(:128)
  ManufacturerOUI string(0:6) // /[0-9A-F]{6}/
  ManufacturerURL string(:2048)
  ModelDescription string(:256)
  ModelName string(:64)
  ModelNumber string(:64)
  ModelURL string(:2048)
  SerialNumber string(:128)
  UPC string(:12)
  PresentationURL string(:2048)
Device.UPnP.Description.ServiceInstance.{i}. enabled-key ParentDevice,ServiceId entries ServiceInstanceNumberOfEntries
  ParentDevice string(:256) -> Device.UPnP.Description.DeviceInstance.
  ServiceId string(:256)
  ServiceDiscovery string(:256) -> Device.UPnP.Discovery.Service.
  ServiceType string(:256)
  SCPDURL string(:2048)
  ControlURL string(:2048)
  EventSubURL string(:2048)
Device.UPnP.Device.
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
Device.UPnP.Device.Capabilities.
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
Device.UPnP.Discovery.
  RootDeviceNumberOfEntries unsignedInt
  DeviceNumberOfEntries unsignedInt
  ServiceNumberOfEntries unsignedInt
Device.UPnP.Discovery.Device.{i}. enabled-key UUID entries DeviceNumberOfEntries
  Status LeaseActive|LeaseExpired|ByebyeReceived
  UUID string(:36) /[0-9A-Fa-f]{8}-([0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}/
  USN string(:256)
  LeaseTime unsignedInt
  Location string(:2048)
  Server string(:256)
  Host list items :1024 string(:256) -> Device.Hosts.Host.
  LastUpdate dateTime
Device.UPnP.Discovery.RootDevice.{i}. enabled-key UUID entries RootDeviceNumberOfEntries
  Status LeaseActive|LeaseExpired|ByebyeReceived
  UUID string(:36) /[0-9A-Fa-f]{8}-([0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}/
  USN string(:256)
  LeaseTime unsignedInt
  Location string(:2048)
  Server string(:256)
  Host list string(:256) -> Device.Hosts.Host.
  LastUpdate dateTime
Device.UPnP.Discovery.Service.{i}. enabled-key USN entries ServiceNumberOfEntries
  Status LeaseActive|LeaseExpired|ByebyeReceived
  USN string(:256)
  LeaseTime unsignedInt
  Location string(:2048)
  Server string(:256)
  Host list items :1024 string(:256) -> Device.Hosts.Host.
  LastUpdate dateTime
  ParentDevice string(:256) -> Device.UPnP.Discovery.RootDevice.,Device.UPnP.Discovery.Device.
Device.USB.
  InterfaceNumberOfEntries unsignedInt
  PortNumberOfEntries unsignedInt
Device.USB.Interface.{i}. key Alias key Name entries InterfaceNumberOfEntries
  Enable boolean rw
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> * rw
  Upstream boolean
  MaxBitRate unsignedInt
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  Port string(:256) -> Device.USB.Port.
Device.USB.Interface.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedLong candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  MulticastPacketsSent unsignedLong candeny
  UnicastPacketsReceived unsignedLong candeny
  MulticastPacketsReceived unsignedLong candeny
  BroadcastPacketsSent unsignedLong candeny
  BroadcastPacketsReceived unsignedLong candeny
  UnknownProtoPacketsReceived unsignedInt candeny
Device.USB.Port.{i}. key Alias enabled-key Name entries PortNumberOfEntries
  Alias string(:64) rw
  Name string(:64)
  Standard string(:4)
  Type Host|Hub|Device
  Receptacle Standard-A|Standard-B|Powered-B|Micro-AB|Micro-B
  Rate Low|Full|High|Super
  Power Self|Bus|Unknown
Device.USB.USBHosts.
  HostNumberOfEntries unsignedInt
Device.USB.USBHosts.Host.{i}. enabled-key Name key Alias entries HostNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw
  Name string(:64)
  Type Unknown|OHCI|EHCI|UHCI|xHCI
  Reset boolean rw command
  PowerManagementEnable boolean rw
  USBVersion string(:4)
  DeviceNumberOfEntries unsignedInt
Device.USB.USBHosts.Host.{i}.Device.{i}. enabled-key DeviceNumber entries DeviceNumberOfEntries
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
  USBPort string -> Device.USB.Port.
  Rate Unknown|Low|Full|High|Super
  Parent string -> Device.USB.USBHosts.Host.{i}.Device.
  MaxChildren unsignedInt
  IsSuspended boolean
  IsSelfPowered boolean
  ConfigurationNumberOfEntries unsignedInt
Device.USB.USBHosts.Host.{i}.Device.{i}.Configuration.{i}. enabled-key ConfigurationNumber entries ConfigurationNumberOfEntries
  ConfigurationNumber unsignedInt
  InterfaceNumberOfEntries unsignedInt
Device.USB.USBHosts.Host.{i}.Device.{i}.Configuration.{i}.Interface.{i}. enabled-key InterfaceNumber entries InterfaceNumberOfEntries
  InterfaceNumber unsignedInt(:255)
  InterfaceClass hexBinary(:1)
  InterfaceSubClass hexBinary(:1)
  InterfaceProtocol hexBinary(:1)
Device.USPAgent.
  EndpointID string
  SoftwareVersion string(:64)
  UpTime unsignedInt candeny
  SupportedProtocols list items 1: WebSocket|STOMP|MQTT|UDS
  SupportedFingerprintAlgorithms list SHA-1|SHA-224|SHA-256|SHA-384|SHA-512
  AdvertisedDeviceSubtypes list string rw
  MaxSubscriptionChangeAdoptionTime unsignedInt(5:) rw
  MTPNumberOfEntries unsignedInt
  ControllerNumberOfEntries unsignedInt
  CertificateNumberOfEntries unsignedInt
  AddCertificate string(:65535) rw command
Device.USPAgent.Certificate.{i}. enabled-key SerialNumber,Issuer key Alias entries CertificateNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw
  SerialNumber string(:64)
  Issuer string(:256)
Device.USPAgent.Controller.{i}. rw enabled-key EndpointID key Alias enable Enable entries ControllerNumberOfEntries
  Alias string(:64) rw
  EndpointID string rw = ""
  ControllerCode string(:128) rw = ""
  ProvisioningCode string(:64) rw = ""
  Enable boolean rw = false
  AssignedRole list string -> Device.USPAgent.ControllerTrust.Role. rw
  InheritedRole list string -> Device.USPAgent.ControllerTrust.Role.
  Credential list string -> Device.USPAgent.Certificate. rw
  PeriodicNotifInterval unsignedInt(1:) rw
  PeriodicNotifTime dateTime rw
  USPNotifRetryMinimumWaitInterval unsignedInt(1:65535) rw = 5
  USPNotifRetryIntervalMultiplier unsignedInt(1000:65535) rw = 2000
  MTPNumberOfEntries unsignedInt
  SendOnBoardRequest boolean rw command
Device.USPAgent.Controller.{i}.MTP.{i}. rw enabled-key Protocol key Alias enable Enable entries MTPNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw = false
  Protocol string rw
  Order unsignedInt(1:) rw
Device.USPAgent.Controller.{i}.MTP.{i}.MQTT.
  Topic string(:65535) rw
  PublishRetainResponse boolean rw = false
  PublishRetainNotify boolean rw = false
  AgentMTPReference string -> Device.USPAgent.MTP. rw = ""
  USPServiceRef string -> Device.USPServices.USPService. = ""
Device.USPAgent.Controller.{i}.MTP.{i}.STOMP.
  Reference string -> Device.STOMP.Connection. rw = ""
  Destination string rw = ""
  USPServiceRef string -> Device.USPServices.USPService. = ""
Device.USPAgent.Controller.{i}.MTP.{i}.UDS.
  UnixDomainSocketRef string -> Device.UnixDomainSockets.UnixDomainSocket. rw = ""
  USPServiceRef string -> Device.USPServices.USPService. = ""
Device.USPAgent.Controller.{i}.MTP.{i}.WebSocket.
  Host string(:256) rw
  Port unsignedInt(1:65535) rw
  Path string rw
  EnableEncryption boolean rw = true
  KeepAliveInterval unsignedInt(1:) rw
  CurrentRetryCount unsignedInt
  SessionRetryMinimumWaitInterval unsignedInt(1:65535) rw = 5
  SessionRetryIntervalMultiplier unsignedInt(1000:65535) rw = 2000
  USPServiceRef string -> Device.USPServices.USPService. = ""
Device.USPAgent.ControllerTrust.
  UntrustedRole list items :1 string -> Device.USPAgent.ControllerTrust.Role. rw
  BannedRole string -> Device.USPAgent.ControllerTrust.Role. rw
  SecuredRoles list string -> Device.USPAgent.ControllerTrust.Role. rw
  TOFUAllowed boolean rw
  TOFUInactivityTimer unsignedInt rw
  RoleNumberOfEntries unsignedInt
  CredentialNumberOfEntries unsignedInt
  ChallengeNumberOfEntries unsignedInt
Device.USPAgent.ControllerTrust.Challenge.{i}. rw key Alias enable Enable entries ChallengeNumberOfEntries
  Alias string(:64) rw
  Description string rw
  Role list string -> Device.USPAgent.ControllerTrust.Role. rw
  Enable boolean rw = false
  Type "Passphrase" rw
  Value base64 rw hidden
  ValueType text/plain|image/jpeg rw
  Instruction base64 rw
  InstructionType text/plain|image/jpeg|text/html rw
  Retries unsignedInt rw
  LockoutPeriod int(0:) rw = 30
Device.USPAgent.ControllerTrust.Credential.{i}. rw enabled-key Credential key Alias enable Enable entries CredentialNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw = false
  Role list string -> Device.USPAgent.ControllerTrust.Role. rw
  Credential string -> Device.USPAgent.Certificate. rw
  AllowedUses MTP-only|MTP-and-USP|MTP-and-broker rw
Device.USPAgent.ControllerTrust.Role.{i}. rw enabled-key Name key Alias enable Enable entries RoleNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw = false
  Name string rw
  PermissionNumberOfEntries unsignedInt
Device.USPAgent.ControllerTrust.Role.{i}.Permission.{i}. rw enabled-key Order key Alias enable Enable entries PermissionNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw = false
  Order unsignedInt rw = 0
  Targets list string rw = ""
  Param string(4) rw = ----
  Obj string(4) rw = ----
  InstantiatedObj string(4) rw = ----
  CommandEvent string(4) rw = ----
Device.USPAgent.MTP.{i}. rw key Alias enable Enable entries MTPNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw = false
  Status Up|Down|Error
  Protocol string rw
  EnableMDNS boolean rw = true
Device.USPAgent.MTP.{i}.MQTT.
  Reference string -> Device.MQTT.Client. rw = ""
  ResponseTopicConfigured string(:65535) rw
  ResponseTopicDiscovered string(:65535)
  PublishQoS unsignedInt(0:2) rw
Device.USPAgent.MTP.{i}.STOMP.
  Reference string -> Device.STOMP.Connection. rw = ""
  Destination string rw = ""
  DestinationFromServer string = ""
Device.USPAgent.MTP.{i}.UDS.
  UnixDomainSocketRef string -> Device.UnixDomainSockets.UnixDomainSocket. rw = ""
Device.USPAgent.MTP.{i}.WebSocket.
  Interfaces list string -> Device.IP.Interface. rw
  Port unsignedInt(1:65535) rw = 8443
  Path string rw
  EnableEncryption boolean rw = true
  KeepAliveInterval unsignedInt(1:) rw = 60
Device.USPServices.
  TrustNumberOfEntries unsignedInt
  USPServiceNumberOfEntries unsignedInt
Device.USPServices.Trust.{i}. rw key EndpointID entries TrustNumberOfEntries
  EndpointID string rw
  TargetPaths list items :1024 string rw
Device.USPServices.USPService.{i}. enabled-key EndpointID entries USPServiceNumberOfEntries
  EndpointID string
  Protocol WebSocket|STOMP|MQTT|UDS
  DataModelPaths list items 1:1024 string
  DeploymentUnitRef list string -> Device.SoftwareModules.DeploymentUnit.
  ExecutionUnitRef list string -> Device.SoftwareModules.ExecutionUnit.
  HasController boolean
Device.UnixDomainSockets.
  UnixDomainSocketNumberOfEntries unsignedInt
Device.UnixDomainSockets.UnixDomainSocket.{i}. key Alias enabled-key Path entries UnixDomainSocketNumberOfEntries
  Alias string(:64) rw
  Mode Listen|Connect
  Path string(:4096)
Device.UserInterface.
  Enable boolean rw = true
  PasswordRequired boolean rw
  PasswordUserSelectable boolean rw
  PasswordReset boolean rw command
  UpgradeAvailable boolean rw
  WarrantyDate dateTime rw
  ISPName string(:64) rw
  ISPHelpDesk string(:32) rw
  ISPHomePage string(:2048) rw
  ISPHelpPage string(:2048) rw
  ISPLogo base64(0:4095) rw
  ISPLogoSize unsignedInt(0:4095) rw
  ISPMailServer string(:2048) rw
  ISPNewsServer string(:2048) rw
  TextColor hexBinary(3) rw
  BackgroundColor hexBinary(3) rw
  ButtonColor hexBinary(3) rw
  ButtonTextColor hexBinary(3) rw
  AutoUpdateServer string(:256) rw
  UserUpdateServer string(:256) rw
  AvailableLanguages list(:256) string
  CurrentLanguage string(:16) rw
  HTTPAccessSupportedProtocols list HTTP|HTTPS
  HTTPAccessNumberOfEntries unsignedInt
Device.UserInterface.HTTPAccess.{i}. rw key Alias enable Enable entries HTTPAccessNumberOfEntries
  Enable boolean rw
  Alias string(:64) rw
  Order unsignedInt(1:) rw
  Status Up|Down|Error
  AccessType RemoteAccess|LocalAccess rw = LocalAccess
  AllowedRoles list string(:256) -> Device.Users.Role. rw = ""
  Certificate string -> Device.Security.Certificate. rw = ""
  CABundle string -> Device.Security.CABundle. rw = ""
  CACertificate string -> Device.Security.Certificate. rw = "" deprecated
  Interface string(:256) -> * rw = ""
  Port unsignedInt(1:65535) rw = 443
  Protocol string rw
  AllowedHosts list string rw
  AllowedPathPrefixes list string rw = "/"
  AllowAllIPv4 boolean rw = false
  IPv4AllowedSourcePrefix list(:1024) string rw
  AllowAllIPv6 boolean rw = false
  IPv6AllowedSourcePrefix list(:1024) string rw
  AutoDisableDuration unsignedInt rw = 0
  TimeLeft unsignedInt candeny
  ActivationDate dateTime
  SessionNumberOfEntries unsignedInt
Device.UserInterface.HTTPAccess.{i}.Session.{i}. key SessionID entries SessionNumberOfEntries
  SessionID string(:4096)
  User string(:256) -> Device.Users.User.
  IPAddress string(:45)
  Port unsignedInt(1:65535)
  Protocol string
  StartDate dateTime
Device.UserInterface.LocalDisplay.
  Movable boolean rw
  Resizable boolean rw
  PosX int rw
  PosY int rw
  Width unsignedInt rw
  Height unsignedInt rw
  DisplayWidth unsignedInt
  DisplayHeight unsignedInt
Device.UserInterface.Messages.
  Enable boolean rw = true
  Title string(:128) rw
  SubTitle string(:128) rw
  Text string rw
  IconType None|Greeting|Information|Warning|Important|Urgent|Advertisement rw
  MessageColor hexBinary(3) rw
  BackgroundColor hexBinary(3) rw
  TitleColor hexBinary(3) rw
  SubTitleColor hexBinary(3) rw
  RequestedNumberOfRepetitions unsignedInt rw
  ExecutedNumberOfRepetitions unsignedInt
Device.Users.
  UserNumberOfEntries unsignedInt
  GroupNumberOfEntries unsignedInt
  RoleNumberOfEntries unsignedInt
  SupportedShellNumberOfEntries unsignedInt
  SupportedCapabilities list CAP_AUDIT_CONTROL|CAP_AUDIT_READ|CAP_AUDIT_WRITE|CAP_BLOCK_SUSPEND|CAP_BPF|CAP_CHECKPOINT_RESTORE|CAP_CHOWN|CAP_DAC_OVERRIDE|CAP_DAC_READ_SEARCH|CAP_FOWNER|CAP_FSETID|CAP_IPC_LOCK|CAP_IPC_OWNER|CAP_KILL|CAP_LEASE|CAP_LINUX_IMMUTABLE|CAP_MAC_ADMIN|CAP_MAC_OVERRIDE|CAP_MKNOD|CAP_NET_ADMIN|CAP_NET_BIND_SERVICE|CAP_NET_BROADCAST|CAP_NET_RAW|CAP_PERFMON|CAP_SETGID|CAP_SETFCAP|CAP_SETPCAP|CAP_SETUID|CAP_SYS_ADMIN|CAP_SYS_BOOT|CAP_SYS_CHROOT|CAP_SYS_MODULE|CAP_SYS_NICE|CAP_SYS_PACCT|CAP_SYS_PTRACE|CAP_SYS_RAWIO|CAP_SYS_RESOURCE|CAP_SYS_TIME|CAP_SYS_TTY_CONFIG|CAP_SYSLOG|CAP_WAKE_ALARM
Device.Users.CheckCredentialsDiagnostics.
  DiagnosticsState None*|Requested|Canceled|Complete*|Error*|Credentials_Good*|Credentials_Bad_Username_Not_Supported*|Credentials_Bad_Password_Incorrect*|Credentials_Missing* rw
  Username string rw
  Password string rw
Device.Users.Group.{i}. rw enabled-key Groupname key Alias enabled-key GroupID enable Enable entries GroupNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw = false
  GroupID unsignedInt rw
  Groupname string(:64) rw = ""
  RoleParticipation list(:1024) string ~> Device.Users.Role. rw = ""
  StaticGroup boolean = false
Device.Users.Role.{i}. rw enabled-key RoleName key Alias enabled-key RoleID enable Enable entries RoleNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw = false
  RoleID unsignedInt rw
  RoleName string(:64) rw = ""
  StaticRole boolean = false
  RequiredCapabilities list string rw
Device.Users.SupportedShell.{i}. rw key Alias enabled-key Name enable Enable entries SupportedShellNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw = false
  Name string(:64)
Device.Users.User.{i}. rw enabled-key Username key Alias enabled-key UserID enable Enable entries UserNumberOfEntries
  Alias string(:64) rw
  Enable boolean rw = false
  UserID unsignedInt rw
  Username string(:64) rw = ""
  Password string(:64) rw hidden
  GroupParticipation list(:1024) string ~> Device.Users.Group. rw = ""
  RoleParticipation list(:1024) string ~> Device.Users.Role. rw = ""
  StaticUser boolean = false
  Language string(:16) rw = ""
  Shell string ~> Device.Users.SupportedShell. rw = ""
Device.VXLAN.
  TunnelNumberOfEntries unsignedInt
  FilterNumberOfEntries unsignedInt
Device.VXLAN.Filter.{i}. rw key Alias enable Enable entries FilterNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  Order unsignedInt(1:) rw
  Alias string(:64) rw
  Interface string(:256) -> Device.VXLAN.Tunnel.,Device.VXLAN.Tunnel.{i}.Interface. rw = ""
  AllInterfaces boolean rw = false
  VLANIDCheck int(-1:) rw = -1
  VLANIDExclude boolean rw = false
  DSCPMarkPolicy int(-2:63) rw
Device.VXLAN.Tunnel.{i}. rw key Alias entries TunnelNumberOfEntries
  Enable boolean rw
  Status Disabled|Enabled|Error
  Alias string(:64) rw
  RemoteEndpoints list items :4 string(:256) rw
  KeepAlivePolicy ICMP|None rw = None
  KeepAliveTimeout unsignedInt rw = 10
  KeepAliveThreshold unsignedInt rw = 3
  DeliveryHeaderProtocol IPv4|IPv6 rw
  DefaultDSCPMark unsignedInt rw = 0
  ConnectedRemoteEndpoint string(:256)
  InterfaceNumberOfEntries unsignedInt
  SourcePort unsignedInt(:65535) rw = 0
  RemotePort unsignedInt(:65535) rw = 4789
Device.VXLAN.Tunnel.{i}.Interface.{i}. rw key Alias key Name enable Enable entries InterfaceNumberOfEntries
  Enable boolean rw = false
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error = Down
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> * rw = ""
  VNI int(-1,0:16777215) rw = 1
Device.VXLAN.Tunnel.{i}.Interface.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedLong candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  MulticastPacketsSent unsignedLong candeny
  UnicastPacketsReceived unsignedLong candeny
  MulticastPacketsReceived unsignedLong candeny
  BroadcastPacketsSent unsignedLong candeny
  BroadcastPacketsReceived unsignedLong candeny
  UnknownProtoPacketsReceived unsignedInt candeny
  DiscardChecksumReceived unsignedInt
  DiscardSequenceNumberReceived unsignedInt
Device.VXLAN.Tunnel.{i}.Stats.
  KeepAliveSent unsignedInt
  KeepAliveReceived unsignedInt
  BytesSent unsignedLong
  BytesReceived unsignedLong
  PacketsSent unsignedLong
  PacketsReceived unsignedLong
  ErrorsSent unsignedInt
  ErrorsReceived unsignedInt
Device.WWC.
  HwCapabilities list NG-RAN|E-UTRAN|W-5GAN
  SwCapabilities list FN-RG|5G-RG|ATSSS
  Mode FN-RG|5G-RG|Auto rw = Auto
  Status FN-RG|5G-RG|Negotiating
  AccessNetworkNumberOfEntries unsignedInt
  URSPNumberOfEntries unsignedInt
Device.WWC.AccessNetwork.{i}. key Alias key Name entries AccessNetworkNumberOfEntries
  Alias string(:64) rw
  Name string(:64)
  Interface string(:256) -> * rw
  RegistrationStatus RM_REGISTERED|RM_DEREGISTERED|RM_UNDEFINED|Error
  ConnectionStatus CM_IDLE|CM_CONNECTED|CM_UNDEFINED|Error
  AccessNetworkType NG-RAN|E-UTRAN|W-5GAN
  LastError unsignedInt
Device.WWC.AccessNetwork.{i}.GUTI.
  PLMN unsignedInt
  AMFId unsignedInt
  TMSI unsignedInt
Device.WWC.URSP.{i}. key Alias enabled-key Precedence entries URSPNumberOfEntries
  Alias string(:64) rw
  Precedence unsignedInt(0:255)
  TrafficDescriptorNumberOfEntries unsignedInt
Device.WWC.URSP.{i}.TrafficDescriptor.{i}. key Alias entries TrafficDescriptorNumberOfEntries
  Alias string(:64) rw
  Type unsignedInt
  Value string(:1024)
  RouteSelectionDescriptorNumberOfEntries unsignedInt
Device.WWC.URSP.{i}.TrafficDescriptor.{i}.RouteSelectionDescriptor.{i}. key Alias enabled-key Precedence entries RouteSelectionDescriptorNumberOfEntries
  Alias string(:64) rw
  Precedence unsignedInt(0:255)
  SSC unsignedInt(1:3)
  DNN string(:100)
  PDUSessionType IPv4|IPv6|IPv4v6|Unstructured
  AccessType "3GPP access"|"Non-3GPP access"
Device.WWC.URSP.{i}.TrafficDescriptor.{i}.RouteSelectionDescriptor.{i}.NetworkSlice.
  SliceServiceType eMBB|URLLC|MIoT|V2X
  SliceDifferentiator unsignedInt
Device.WiFi.
  RadioNumberOfEntries unsignedInt
  SSIDNumberOfEntries unsignedInt
  AccessPointNumberOfEntries unsignedInt
  EndPointNumberOfEntries unsignedInt
  ResetCounter unsignedInt
  ResetCause HostReinit|SpontaneousInterrupt|LossOfPower
  Reset boolean rw command
Device.WiFi.AccessPoint.{i}. rw key Alias enabled-key SSIDReference enable Enable entries AccessPointNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  Alias string(:64) rw
  SSIDReference string(:256) -> Device.WiFi.SSID. rw = ""
  SSIDAdvertisementEnabled boolean rw
  WMMCapability boolean
  UAPSDCapability boolean
  WMMEnable boolean rw
  UAPSDEnable boolean rw
  AssociatedDeviceNumberOfEntries unsignedInt
  IsolationEnable boolean rw
  MACAddressControlEnabled boolean rw
  AllowedMACAddress list string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw
  MaxAllowedAssociations unsignedInt rw
  CpeOperationMode Router|Bridge/Extender rw = Router
Device.WiFi.AccessPoint.{i}.AC.{i}. enabled-key AccessCategory key Alias
  AccessCategory BE|BK|VI|VO
  Alias string(:64) rw
  AckPolicy boolean rw
  OutQLenHistogramIntervals list string rw
  OutQLenHistogramSampleInterval unsignedInt rw
Device.WiFi.AccessPoint.{i}.AC.{i}.Stats.
  BytesSent unsignedLong
  BytesReceived unsignedLong
  PacketsSent unsignedLong
  PacketsReceived unsignedLong
  ErrorsSent unsignedInt
  ErrorsReceived unsignedInt
  DiscardPacketsSent unsignedInt
  DiscardPacketsReceived unsignedInt
  RetransCount unsignedInt
  OutQLenHistogram list string
Device.WiFi.AccessPoint.{i}.ANQP.
  Enable boolean rw = false
  IPv4AddressAvailability NotAvailable|PublicIPv4|PortRestrictedIPv4|SingleNATIPv4|DoubleNATIPv4|PortRestrictSingleNATIPv4|PortRestrictDoubleNATIPv4|Unknown rw
  IPv6AddressAvailability NotAvailable|Available|Unknown rw
  VenueName string(:252) rw
  RoamingConsortiumOIs list string rw
  NAIRealms list string rw
  Domains list string rw
  AdviceOfCharges list Time-based|Data-volume-based|Time-and-data-volume-based|Unlimited rw
  NetworkAuthTypes list 0|1|2|3 rw
  Cellular3GPPNetworkInfo list unsignedInt rw
Device.WiFi.AccessPoint.{i}.Accounting.
  Enable boolean rw
  ServerIPAddr string(:45) rw
  SecondaryServerIPAddr string(:45) rw
  ServerPort unsignedInt rw = 1813
  SecondaryServerPort unsignedInt rw = 1813
  Secret string rw hidden
  SecondarySecret string rw hidden
  InterimInterval unsignedInt(0,60:) rw = 0
Device.WiFi.AccessPoint.{i}.AssociatedDevice.{i}. enabled-key MACAddress entries AssociatedDeviceNumberOfEntries
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  Type string
  SetStaATF unsignedInt(0:100) rw
  OperatingStandard a|b|g|n|ac|ax|be
  AuthenticationState boolean
  LastDataDownlinkRate unsignedInt(1000:) candeny
  MaxSupportedDataDownlinkRate unsignedInt(1000:)
  LastDataUplinkRate unsignedInt(1000:) candeny
  MaxSupportedDataUplinkRate unsignedInt(1000:)
  AssociationTime dateTime
  SignalStrength int(-200:0)
  Noise int(-200:0)
  SNR unsignedInt
  Retransmissions unsignedInt(0:100)
  Active boolean
  MaxSupportedBandwidth 20MHz|40MHz|80MHz|160MHz|320MHz|Unknown
Device.WiFi.AccessPoint.{i}.AssociatedDevice.{i}.Stats.
  BytesSent unsignedLong
  BytesReceived unsignedLong
  PacketsSent unsignedLong
  PacketsReceived unsignedLong
  ErrorsSent unsignedInt
  ErrorsReceived unsignedInt
  RetransCount unsignedInt
  FailedRetransCount unsignedInt
  RetryCount unsignedInt
  MultipleRetryCount unsignedInt
Device.WiFi.AccessPoint.{i}.Interworking.
  Enable boolean rw
  AccessNetworkType PrivateNetwork|PrivateNetworkWithGuestAccess|ChargeablePublicNetwork|FreePublicNetwork|PersonalDeviceNetwork|EmergencyServicesOnlyNetwork|TestOrExperimental|Wildcard rw
  InternetAvailable boolean rw
  ASRA boolean rw
  VenueGroup Unspecified|Assembly|Business|Educational|Factory-Industrial|Institutional|Mercantile|Residential|Storage|Utility-Miscellaneous|Vehicular|Outdoor rw
  VenueType string rw
  HESSID string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw
  EmergencyServiceReachable boolean rw
  UnauthenticatedEmergencyServiceAvailable boolean rw
Device.WiFi.AccessPoint.{i}.Passpoint.
  Enable boolean rw = false
  Version R1|R2|R3
  OperatorFriendlyName string(:252) rw
  DGAFDisable boolean rw
Device.WiFi.AccessPoint.{i}.Passpoint.OSU.
  Enable boolean rw = false
  SSID string rw
  Method list Reserved|SOAP_XML_SPP rw
  FriendlyNames list string(:252) rw
  ServerURIs list string rw
  ServiceDescriptions list string(:252) rw
  ProviderNAIs list string rw
Device.WiFi.AccessPoint.{i}.Security.
  ModesSupported list None|WEP-64|WEP-128|WPA-Personal|WPA2-Personal|WPA3-Personal|WPA-WPA2-Personal|WPA3-Personal-Transition|WPA-Enterprise|WPA2-Enterprise|WPA3-Enterprise|WPA-WPA2-Enterprise|OWE
  ModeEnabled string rw
  EncryptionMode list TKIP|AES rw
  WEPKey hexBinary(5,13) rw hidden
  PreSharedKey hexBinary(:32) rw hidden
  KeyPassphrase string(8:63) rw hidden
  RekeyingInterval unsignedInt rw = 3600
  SAEPassphrase string rw hidden
  RadiusServerIPAddr string(:45) rw
  SecondaryRadiusServerIPAddr string(:45) rw
  RadiusServerPort unsignedInt rw = 1812
  SecondaryRadiusServerPort unsignedInt rw = 1812
  RadiusSecret string rw hidden
  SecondaryRadiusSecret string rw hidden
  MFPConfig Disabled|Optional|Required rw = Disabled
  SPPAMSDU Disabled|Capable|Required rw
  TransitionDisableIndication boolean rw = true
  Reset boolean rw command
Device.WiFi.AccessPoint.{i}.WPS.
  Enable boolean rw = true
  ConfigMethodsSupported list USBFlashDrive|Ethernet|Label|Display|ExternalNFCToken|IntegratedNFCToken|NFCInterface|PushButton|PIN|PhysicalPushButton|PhysicalDisplay|VirtualPushButton|VirtualDisplay
  ConfigMethodsEnabled list string rw
  Status Disabled|Error|Unconfigured|Configured|SetupLocked
  Version string
  PIN string(:8) /\d{4}|\d{8}/ rw hidden
Device.WiFi.CCAMeasurementDiagnostic.
  DiagnosticsState None*|Requested|Canceled|Complete*|Error* rw
  Channel unsignedInt rw
  Frequency 2.4GHz|5GHz|6GHz rw
  DwellTime unsignedInt rw
  CCAReport hexBinary(12)
Device.WiFi.DataElements.
Device.WiFi.DataElements.AssociationEvent.
  AssociationEventDataNumberOfEntries unsignedInt deprecated
Device.WiFi.DataElements.AssociationEvent.AssociationEventData.{i}. entries AssociationEventDataNumberOfEntries deprecated
  TimeStamp dateTime
  BSSID string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  StatusCode unsignedInt
  HTCapabilities base64(1)
  VHTCapabilities base64(2:6)
  ClientCapabilities base64
  OpClass unsignedInt(:255)
  Channel unsignedInt(:255)
Device.WiFi.DataElements.AssociationEvent.AssociationEventData.{i}.WiFi6Capabilities. deprecated
  HE160 boolean
  HE8080 boolean
  MCSNSS base64(4:12)
  SUBeamformer boolean
  SUBeamformee boolean
  MUBeamformer boolean
  Beamformee80orLess boolean
  BeamformeeAbove80 boolean
  ULMUMIMO boolean
  ULOFDMA boolean
  DLOFDMA boolean
  MaxDLMUMIMO unsignedInt(:255)
  MaxULMUMIMO unsignedInt(:255)
  MaxDLOFDMA unsignedInt(:255)
  MaxULOFDMA unsignedInt(:255)
  RTS boolean
  MURTS boolean
  MultiBSSID boolean
  MUEDCA boolean
  TWTRequestor boolean
  TWTResponder boolean
  SpatialReuse boolean
  AnticipatedChannelUsage boolean
Device.WiFi.DataElements.DisassociationEvent.
  DisassociationEventDataNumberOfEntries unsignedInt deprecated
Device.WiFi.DataElements.DisassociationEvent.DisassociationEventData.{i}. entries DisassociationEventDataNumberOfEntries deprecated
  BSSID string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  ReasonCode unsignedInt
  BytesSent unsignedLong
  BytesReceived unsignedLong
  PacketsSent unsignedLong
  PacketsReceived unsignedLong
  ErrorsSent unsignedInt
  ErrorsReceived unsignedInt
  RetransCount unsignedInt
  TimeStamp dateTime
  LastDataDownlinkRate unsignedInt
  LastDataUplinkRate unsignedInt
  UtilizationReceive unsignedLong
  UtilizationTransmit unsignedLong
  EstMACDataRateDownlink unsignedInt
  EstMACDataRateUplink unsignedInt
  SignalStrength unsignedInt(:255)
  LastConnectTime unsignedInt
  Noise unsignedInt(:255)
  InitiatedBy STA|EasyMesh_Agent|EasyMesh_Controller|DE_Collector|Unknown
  OpClass unsignedInt(:255)
  Channel unsignedInt(:255)
Device.WiFi.DataElements.FailedConnectionEvent.
  FailedConnectionEventDataNumberOfEntries unsignedInt deprecated
Device.WiFi.DataElements.FailedConnectionEvent.FailedConnectionEventData.{i}. entries FailedConnectionEventDataNumberOfEntries deprecated
  BSSID string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  StatusCode unsignedInt
  ReasonCode unsignedInt
  TimeStamp dateTime
Device.WiFi.DataElements.Network.
  ID string
  TimeStamp dateTime
  ControllerID string
  DeviceNumberOfEntries unsignedInt
  MSCSDisallowedStaList list string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  SCSDisallowedStaList list string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  ColocatedAgentID string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  SteeringMandates unsignedLong
  SteeringOpportunities unsignedLong
  SSIDNumberOfEntries unsignedInt
  STABlockNumberOfEntries unsignedInt
  ProvisionedDPPNumberOfEntries unsignedInt
Device.WiFi.DataElements.Network.Device.{i}. enabled-key ID entries DeviceNumberOfEntries
  ID string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  MultiAPCapabilities base64(1)
  CollectionInterval unsignedInt
  ReportUnsuccessfulAssociations boolean rw
  MaxReportingRate unsignedInt deprecated
  APMetricsReportingInterval unsignedInt(:255) rw
  AssociatedSTAReportingInterval unsignedInt(:255) rw
  Manufacturer string
  SerialNumber string
  ManufacturerModel string
  SoftwareVersion string
  ExecutionEnv string
  DSCPMap hexBinary(:64)
  MaxPrioritizationRules unsignedInt(:255)
  PrioritizationSupport boolean
  MaxVIDs unsignedInt
  CountryCode string(2)
  LocalSteeringDisallowedSTAList list string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw
  BTMSteeringDisallowedSTAList list string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw
  DFSEnable boolean
  ReportIndependentScans boolean rw
  MaxUnsuccessfulAssociationReportingRate unsignedInt rw
  STASteeringState boolean
  CoordinatedCACAllowed boolean rw
  TrafficSeparationAllowed boolean
  ServicePrioritizationAllowed boolean
  ControllerOperationMode NotSupported|SupportedNotEnabled|Running
  BackhaulMACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  BackhaulALID string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  BackhaulDownMACAddress list string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ deprecated
  BackhaulMediaType "IEEE 802.3u"|"IEEE 802.3ab"|"IEEE 802.11b"|"IEEE 802.11g"|"IEEE 802.11a"|"IEEE 802.11n 2.4"|"IEEE 802.11n 5.0"|"IEEE 802.11ac"|"IEEE 802.11ad"|"IEEE 802.11af"|"IEEE 802.11ax"|"IEEE 802.11be"|"IEEE 1901 Wavelet"|"IEEE 1901 FFT"|MoCAv1.1|"Generic PHY"|"IEEE 802.11ah"
  BackhaulPHYRate unsignedInt
  TrafficSeparationCapability boolean
  EasyConnectCapability boolean
  TestCapabilities unsignedInt
  RadioNumberOfEntries unsignedInt
  Default8021QNumberOfEntries unsignedInt
  SSIDtoVIDMappingNumberOfEntries unsignedInt
  CACStatusNumberOfEntries unsignedInt
  IEEE1905SecurityNumberOfEntries unsignedInt
  SPRuleNumberOfEntries unsignedInt
  AnticipatedChannelsNumberOfEntries unsignedInt
  AnticipatedChannelUsageNumberOfEntries unsignedInt
  MaxNumMLDs unsignedInt
  APMLDMaxLinks unsignedInt(0:15)
  bSTAMLDMaxLinks unsignedInt(0:15)
  TIDLinkMapCapability 0|1|2
  APMLDNumberOfEntries unsignedInt
  BackhaulDownNumberOfEntries unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.AFCAvailableSpectrum.
  AFCAvailableSpectrumInquiryRequest string
  AFCAvailableSpectrumInquiryResponse string
Device.WiFi.DataElements.Network.Device.{i}.APMLD.{i}. enabled-key MLDMACAddress entries APMLDNumberOfEntries
  MLDMACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  TIDLinkMapNumberOfEntries unsignedInt
  AffiliatedAPNumberOfEntries unsignedInt
  STAMLDNumberOfEntries unsignedInt
  LinkToOpClassMapNumberOfEntries unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.APMLD.{i}.APMLDConfig.
  EMLMREnabled boolean rw
  EMLSREnabled boolean rw
  STREnabled boolean rw
  NSTREnabled boolean rw
  TIDLinkMapNegotiation boolean rw
  TIDToOpClassPolicyNumberOfEntries unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.APMLD.{i}.APMLDConfig.TIDToOpClassPolicy.{i}. rw enabled-key TID,Direction enable Enable entries TIDToOpClassPolicyNumberOfEntries
  Enable boolean rw = false
  TID unsignedInt(0:255) rw
  OpClass list unsignedInt(:255) rw
  Direction Up|Down rw
Device.WiFi.DataElements.Network.Device.{i}.APMLD.{i}.AffiliatedAP.{i}. enabled-key BSSID entries AffiliatedAPNumberOfEntries
  BSSID string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  LinkID unsignedInt(0:15)
  RUID base64
  DisabledSubChannels unsignedInt(0:65535)
  PacketsSent unsignedInt
  PacketsReceived unsignedInt
  UnicastBytesSent unsignedInt
  UnicastBytesReceived unsignedInt
  ErrorsSent unsignedInt
  MulticastBytesSent unsignedInt
  MulticastBytesReceived unsignedInt
  BroadcastBytesSent unsignedInt
  BroadcastBytesReceived unsignedInt
  EstServiceParametersBE base64(0:3)
  EstServiceParametersBK base64(0:3)
  EstServiceParametersVI base64(0:3)
  EstServiceParametersVO base64(0:3)
Device.WiFi.DataElements.Network.Device.{i}.APMLD.{i}.LinkToOpClassMap.{i}. enabled-key LinkID entries LinkToOpClassMapNumberOfEntries
  LinkID unsignedInt(0:15)
  OpClass unsignedInt(:255)
Device.WiFi.DataElements.Network.Device.{i}.APMLD.{i}.STAMLD.{i}. enabled-key MLDMACAddress entries STAMLDNumberOfEntries
  MLDMACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  Hostname string
  IPv4Address string(:15) // /((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])/
  IPv6Address string(:45)
  IsbSTA boolean
  LastConnectTime unsignedInt
  BytesSent unsignedInt
  BytesReceived unsignedInt
  PacketsSent unsignedInt
  PacketsReceived unsignedInt
  ErrorsSent unsignedInt
  ErrorsReceived unsignedInt
  RetransCount unsignedInt
  PairwiseAKM hexBinary(4)
  PairwiseCipher hexBinary(4)
  RSNCapabilities unsignedInt(:65535)
  STATIDLinkMapNumberOfEntries unsignedInt
  AffiliatedSTANumberOfEntries unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.APMLD.{i}.STAMLD.{i}.AffiliatedSTA.{i}. enabled-key MACAddress entries AffiliatedSTANumberOfEntries
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  BSSID string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  BytesSent unsignedInt
  BytesReceived unsignedInt
  PacketsSent unsignedInt
  PacketsReceived unsignedInt
  ErrorsSent unsignedInt
  SignalStrength unsignedInt(:255)
  EstMACDataRateDownlink unsignedInt
  EstMACDataRateUplink unsignedInt
  LastDataDownlinkRate unsignedInt
  LastDataUplinkRate unsignedInt
  UtilizationReceive unsignedLong
  UtilizationTransmit unsignedLong
Device.WiFi.DataElements.Network.Device.{i}.APMLD.{i}.STAMLD.{i}.STAMLDConfig.
  EMLMREnabled boolean
  EMLSREnabled boolean
  STREnabled boolean
  NSTREnabled boolean
  TIDLinkMapNegotiation boolean
Device.WiFi.DataElements.Network.Device.{i}.APMLD.{i}.STAMLD.{i}.STATIDLinkMap.{i}. enabled-key TID entries STATIDLinkMapNumberOfEntries
  Direction Up|Down
  TID unsignedInt(0:255)
  BSSID string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  LinkID list unsignedInt(0:15)
Device.WiFi.DataElements.Network.Device.{i}.APMLD.{i}.STAMLD.{i}.WiFi7Capabilities.
  EMLMRSupport boolean
  EMLSRSupport boolean
  STRSupport boolean
  NSTRSupport boolean
  TIDLinkMapNegotiation boolean
Device.WiFi.DataElements.Network.Device.{i}.APMLD.{i}.TIDLinkMap.{i}. enabled-key TID entries TIDLinkMapNumberOfEntries
  Direction Up|Down
  TID unsignedInt(0:255)
  BSSID string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  LinkID list unsignedInt(0:15)
Device.WiFi.DataElements.Network.Device.{i}.AnticipatedChannelUsage.{i}. enabled-key OpClass entries AnticipatedChannelUsageNumberOfEntries
  OpClass unsignedInt(:255)
  Channel unsignedInt(:255)
  ReferenceBSSID string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  EntryNumberOfEntries unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.AnticipatedChannelUsage.{i}.Entry.{i}. enabled-key BurstStartTime entries EntryNumberOfEntries
  BurstStartTime hexBinary(4)
  BurstLength unsignedInt
  Repetitions unsignedInt
  BurstInterval unsignedInt
  RUBitmask hexBinary(2:10)
  TransmitterIdentifier string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  PowerLevel int
  ChannelUsageReason TWT_schedule|TSPEC|Scheduler_policy|IEEE_802.11|Non_IEEE_802.11|BSS_non_usage
Device.WiFi.DataElements.Network.Device.{i}.AnticipatedChannels.{i}. enabled-key OpClass entries AnticipatedChannelsNumberOfEntries
  OpClass unsignedInt(:255)
  ChannelList list unsignedInt(:255)
Device.WiFi.DataElements.Network.Device.{i}.BackhaulDown.{i}. enabled-key BackhaulDownALID entries BackhaulDownNumberOfEntries
  BackhaulDownALID string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  BackhaulDownMACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
Device.WiFi.DataElements.Network.Device.{i}.CACStatus.{i}. enabled-key TimeStamp entries CACStatusNumberOfEntries
  TimeStamp dateTime
  CACAvailableChannelNumberOfEntries unsignedInt
  CACNonOccupancyChannelNumberOfEntries unsignedInt
  CACActiveChannelNumberOfEntries unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.CACStatus.{i}.CACActiveChannel.{i}. enabled-key OpClass,Channel entries CACActiveChannelNumberOfEntries
  OpClass unsignedInt(:255)
  Channel unsignedInt(:255)
  Countdown unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.CACStatus.{i}.CACAvailableChannel.{i}. enabled-key OpClass,Channel entries CACAvailableChannelNumberOfEntries
  OpClass unsignedInt(:255)
  Channel unsignedInt(:255)
  Minutes unsignedInt(:65535)
Device.WiFi.DataElements.Network.Device.{i}.CACStatus.{i}.CACNonOccupancyChannel.{i}. enabled-key OpClass,Channel entries CACNonOccupancyChannelNumberOfEntries
  OpClass unsignedInt(:255)
  Channel unsignedInt(:255)
  Seconds unsignedInt(:65535)
Device.WiFi.DataElements.Network.Device.{i}.Default8021Q.{i}. rw enabled-key PrimaryVID enable Enable entries Default8021QNumberOfEntries
  Enable boolean rw = false
  PrimaryVID unsignedInt(:4095) rw
  DefaultPCP unsignedInt(:7) rw
Device.WiFi.DataElements.Network.Device.{i}.IEEE1905Security.{i}. key OnboardingProtocol entries IEEE1905SecurityNumberOfEntries
  OnboardingProtocol unsignedInt
  IntegrityAlgorithm unsignedInt
  EncryptionAlgorithm unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.MultiAPDevice.
  ManufacturerOUI string(6) /[0-9A-F]{6}/ deprecated
  LastContactTime dateTime
  AssocIEEE1905DeviceRef string -> Device.IEEE1905.AL.NetworkTopology.IEEE1905Device.
  EasyMeshControllerOperationMode NotSupported|SupportedNotEnabled|Running deprecated
  EasyMeshAgentOperationMode NotSupported|SupportedNotEnabled|Running
Device.WiFi.DataElements.Network.Device.{i}.MultiAPDevice.Backhaul.
  LinkType None|Wi-Fi|MoCA|Ethernet|G.hn|HPNA|HomePlug|UPA deprecated
  BackhaulMACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ deprecated
  BackhaulDeviceID string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ deprecated
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ deprecated
  CurrentOperatingClassProfileNumberOfEntries unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.MultiAPDevice.Backhaul.CurrentOperatingClassProfile.{i}. enabled-key Class entries CurrentOperatingClassProfileNumberOfEntries
  Class unsignedInt(:255)
  Channel unsignedInt(:255)
  TxPower int(-127:127)
  TimeStamp dateTime
Device.WiFi.DataElements.Network.Device.{i}.MultiAPDevice.Backhaul.Stats.
  BytesSent unsignedLong
  BytesReceived unsignedLong
  PacketsSent unsignedLong
  PacketsReceived unsignedLong
  ErrorsSent unsignedLong
  ErrorsReceived unsignedLong
  LinkUtilization unsignedInt(:100)
  SignalStrength unsignedInt(:255)
  LastDataDownlinkRate unsignedInt
  LastDataUplinkRate unsignedInt
  TimeStamp dateTime
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}. enabled-key ID entries RadioNumberOfEntries
  ID base64(6)
  Enabled boolean
  Noise unsignedInt(:255)
  Utilization unsignedInt(0:255)
  Transmit unsignedInt(0:255)
  ReceiveSelf unsignedInt(:255)
  ReceiveOther unsignedInt(0:255)
  TrafficSeparationCombinedFronthaul boolean
  TrafficSeparationCombinedBackhaul boolean
  SteeringPolicy unsignedInt(:2) rw
  ChannelUtilizationThreshold unsignedInt(:255) rw
  RCPISteeringThreshold unsignedInt(:220) rw
  STAReportingRCPIThreshold unsignedInt(:220) rw
  STAReportingRCPIHysteresisMarginOverride unsignedInt rw
  ChannelUtilizationReportingThreshold unsignedInt rw
  AssociatedSTATrafficStatsInclusionPolicy boolean rw
  AssociatedSTALinkMetricsInclusionPolicy boolean rw
  ChipsetVendor string
  APMetricsWiFi6 boolean rw
  MaxBSS unsignedInt(:255)
  CurrentOperatingClassProfileNumberOfEntries unsignedInt
  UnassociatedSTANumberOfEntries unsignedInt
  BSSNumberOfEntries unsignedInt
  ScanResultNumberOfEntries unsignedInt
  DisAllowedOpClassChannelsNumberOfEntries unsignedInt
  OpClassPreferenceNumberOfEntries unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.BSS.{i}. enabled-key BSSID entries BSSNumberOfEntries
  BSSID string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  SSID string
  Enabled boolean
  LastChange unsignedInt
  TimeStamp dateTime
  UnicastBytesSent unsignedLong
  UnicastBytesReceived unsignedLong
  MulticastBytesSent unsignedLong
  MulticastBytesReceived unsignedLong
  BroadcastBytesSent unsignedLong
  BroadcastBytesReceived unsignedLong
  ByteCounterUnits unsignedInt(1:2)
  Profile1bSTAsDisallowed boolean
  Profile2bSTAsDisallowed boolean
  AssociationAllowanceStatus unsignedInt(0:1)
  EstServiceParametersBE base64(0:3)
  EstServiceParametersBK base64(0:3)
  EstServiceParametersVI base64(0:3)
  EstServiceParametersVO base64(0:3)
  BackhaulUse boolean
  FronthaulUse boolean
  R1disallowed boolean
  R2disallowed boolean
  MultiBSSID boolean
  TransmittedBSSID boolean
  FronthaulAKMsAllowed list psk|dpp|sae|psk+sae|dpp+sae|dpp+psk+sae|SuiteSelector rw
  FronthaulSuiteSelector hexBinary(4) rw
  BackhaulAKMsAllowed list psk|dpp|sae|psk+sae|dpp+sae|dpp+psk+sae|SuiteSelector rw
  BackhaulSuiteSelector hexBinary(4) rw
  BasicDataTransmitRates list unsignedInt
  STANumberOfEntries unsignedInt
  QMDescriptorNumberOfEntries unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.BSS.{i}.LatencyTestResult.
  TimeStamp dateTime
  ClientMAC string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  VID unsignedInt(0:4095)
  WMMUP unsignedInt(0:8)
  DataBlockSize unsignedInt
  TestLayer unsignedInt
  TestAlgorithm string
  SuccessCount unsignedInt
  LostCount unsignedInt
  AverageResponseTime unsignedInt
  MinimumResponseTime unsignedInt
  MaximumResponseTime unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.BSS.{i}.MUConfig.
  DLOFDMAEnable boolean rw
  ULOFDMAEnable boolean rw
  DLMUMIMOEnable boolean rw
  ULMUMIMOEnable boolean rw
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.BSS.{i}.MUStats.
  DLTotalPPDUCount unsignedInt
  DLHEPPDUCount unsignedInt
  DLMUPPDUCount unsignedInt
  DLOFDMAPPDUCount unsignedInt
  DLMUMIMOPPDUCount unsignedInt
  DLOFDMAMUMIMOPPDUCount unsignedInt
  ULTotalPPDUCount unsignedInt
  ULHEPPDUCount unsignedInt
  ULMUPPDUCount unsignedInt
  ULOFDMAPPDUCount unsignedInt
  ULMUMIMOPPDUCount unsignedInt
  ULOFDMAMUMIMOPPDUCount unsignedInt
  DLRU26PPDUCount unsignedInt
  DLRU52PPDUCount unsignedInt
  DLRU106PPDUCount unsignedInt
  DLRU242PPDUCount unsignedInt
  DLRU484PPDUCount unsignedInt
  DLRU996PPDUCount unsignedInt
  DLRU1992PPDUCount unsignedInt
  ULRU26PPDUCount unsignedInt
  ULRU52PPDUCount unsignedInt
  ULRU106PPDUCount unsignedInt
  ULRU242PPDUCount unsignedInt
  ULRU484PPDUCount unsignedInt
  ULRU996PPDUCount unsignedInt
  ULRU1992PPDUCount unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.BSS.{i}.MultiAPSteering.
  BlacklistAttempts unsignedLong
  BTMAttempts unsignedLong
  BTMQueryResponses unsignedLong
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.BSS.{i}.QMDescriptor.{i}. enabled-key ClientMAC entries QMDescriptorNumberOfEntries
  BSSID string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  ClientMAC string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  DescriptorElement hexBinary
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.BSS.{i}.STA.{i}. enabled-key MACAddress entries STANumberOfEntries
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  TimeStamp dateTime
  HTCapabilities base64(1)
  VHTCapabilities base64(2:6)
  ClientCapabilities base64
  LastDataDownlinkRate unsignedInt
  LastDataUplinkRate unsignedInt
  UtilizationReceive unsignedLong
  UtilizationTransmit unsignedLong
  EstMACDataRateDownlink unsignedInt
  EstMACDataRateUplink unsignedInt
  SignalStrength unsignedInt(:255)
  LastConnectTime unsignedInt
  BytesSent unsignedLong
  BytesReceived unsignedLong
  PacketsSent unsignedLong
  PacketsReceived unsignedLong
  ErrorsSent unsignedLong
  ErrorsReceived unsignedLong
  RetransCount unsignedLong
  MeasurementReport list base64
  NumberOfMeasureReports unsignedInt
  IPV4Address string(:15) // /((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])/
  IPV6Address string(:45)
  Hostname string
  CellularDataPreference Excluded|"Should not use"|"Should use" rw
  ReAssociationDelay unsignedInt(:65535) rw
  SleepMode Not_Asleep|WNM_Sleep_Mode|TPU_Sleep|"TDLS_Peer_Power_Save_Mode_(PSM)"|AP_PS-Poll|TWT_Sleep|Light_Sleep|Deep_Sleep
  SecurityAssociation PMKSA|PMK-R0|PMK-R1|Mesh_PMKSA|Mesh_TKSA|PTKSA|GTKSA|IGTKSA|Mesh_GTKSA|BIGTKSA|TPKSA|Other
  PairwiseAKM hexBinary(4)
  PairwiseCipher hexBinary(4)
  RSNCapabilities unsignedInt(:65535)
  TIDQueueSizesNumberOfEntries unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.BSS.{i}.STA.{i}.HaLowCapabilities.
  BW4MHz boolean
  BW8MHz boolean
  BW16MHz boolean
  S1GLong boolean
  BW1MHzShortGI boolean
  BW2MHzShortGI boolean
  BW4MHzShortGI boolean
  BW8MHzShortGI boolean
  BW16MHzShortGI boolean
  AMSDU boolean
  AMPDU boolean
  FlowControl boolean
  CentralizedAuthenticationControl boolean
  DistributedAuthenticationControl boolean
  MaxMPDULen 3895|7991
  NonTIMMode boolean
  DynamicAID boolean
  GroupAID boolean
  BATSupport boolean
  RAWOperation boolean
  PageSlicing boolean
  PV1Frame boolean
  TxMCSNSS unsignedInt(:255)
  RxMCSNSS unsignedInt(:255)
  SUBeamformer boolean
  SUBeamformee boolean
  MUBeamformer boolean
  MUBeamformee boolean
  TravelingPilot boolean
  TWTGrouping boolean
  TWTRequestor boolean
  TWTResponder boolean
  IsSensorDevice boolean
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.BSS.{i}.STA.{i}.MultiAPSTA.
  AssociationTime dateTime deprecated
  Noise unsignedInt(:255) deprecated
  SteeringHistoryNumberOfEntries unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.BSS.{i}.STA.{i}.MultiAPSTA.SteeringHistory.{i}. enabled-key Time,APOrigin,APDestination entries SteeringHistoryNumberOfEntries
  Time dateTime
  APOrigin string
  TriggerEvent Unknown|"Wi-Fi Channel Utilization"|"Wi-Fi Link Quality"|"Backhaul Link Utilization"
  SteeringApproach Blacklist|"BTM Request"|"Async BTM Query"
  APDestination string
  SteeringDuration unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.BSS.{i}.STA.{i}.MultiAPSTA.SteeringSummaryStats.
  NoCandidateAPFailures unsignedLong
  BlacklistAttempts unsignedLong
  BlacklistSuccesses unsignedLong
  BlacklistFailures unsignedLong
  BTMAttempts unsignedLong
  BTMSuccesses unsignedLong
  BTMFailures unsignedLong
  BTMQueryResponses unsignedLong
  LastSteerTime unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.BSS.{i}.STA.{i}.TIDQueueSizes.{i}. enabled-key TID entries TIDQueueSizesNumberOfEntries
  TID unsignedInt(:255)
  Size unsignedInt(:255)
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.BSS.{i}.STA.{i}.WiFi6Capabilities.
  HE160 boolean
  HE8080 boolean
  MCSNSS base64(4:12)
  SUBeamformer boolean
  SUBeamformee boolean
  MUBeamformer boolean
  Beamformee80orLess boolean
  BeamformeeAbove80 boolean
  ULMUMIMO boolean
  ULOFDMA boolean
  DLOFDMA boolean
  MaxDLMUMIMO unsignedInt(:255)
  MaxULMUMIMO unsignedInt(:255)
  MaxDLOFDMA unsignedInt(:255)
  MaxULOFDMA unsignedInt(:255)
  RTS boolean
  MURTS boolean
  MultiBSSID boolean
  MUEDCA boolean
  TWTRequestor boolean
  TWTResponder boolean
  SpatialReuse boolean
  AnticipatedChannelUsage boolean
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.BSS.{i}.SetQoSManagementInput.
  QosMapEnable boolean
  MSCSEnable boolean
  SCSEnable boolean
  DSCPPolicyEnable boolean
  SCSTrafficDescriptionEnable boolean
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.BSS.{i}.ThroughputTestResult.
  TimeStamp dateTime
  ClientMAC string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  VID unsignedInt(0:4095)
  WMMUP unsignedInt(0:8)
  TestDuration unsignedInt
  TestLayer unsignedInt
  TestAlgorithm string
  DownlinkSpeed unsignedInt
  UplinkSpeed unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.BackhaulSta.
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.CACCapability.
  CACMethodNumberOfEntries unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.CACCapability.CACMethod.{i}. enabled-key Method entries CACMethodNumberOfEntries
  Method unsignedInt
  NumberOfSeconds unsignedInt
  OpClassChannelsNumberOfEntries unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.CACCapability.CACMethod.{i}.OpClassChannels.{i}. enabled-key OpClass entries OpClassChannelsNumberOfEntries
  OpClass unsignedInt(:255)
  ChannelList list unsignedInt(:255)
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.Capabilities.
  HTCapabilities base64(1)
  VHTCapabilities base64(2:6)
  MSCSCapability boolean
  SCSCapability boolean
  QoSMapCapability boolean
  DSCPPolicyCapability boolean
  SCSTrafficDescriptionCapability boolean
  CapableOperatingClassProfileNumberOfEntries unsignedInt
  AKMFrontHaulNumberOfEntries unsignedInt
  AKMBackhaulNumberOfEntries unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.Capabilities.AKMBackhaul.{i}. enabled-key OUI entries AKMBackhaulNumberOfEntries
  OUI base64
  Type unsignedInt(:255)
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.Capabilities.AKMFrontHaul.{i}. enabled-key OUI entries AKMFrontHaulNumberOfEntries
  OUI base64
  Type unsignedInt(:255)
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.Capabilities.CapableOperatingClassProfile.{i}. enabled-key Class entries CapableOperatingClassProfileNumberOfEntries
  Class unsignedInt(:255)
  MaxTxPower int(-127:127)
  NonOperable list unsignedInt(:255)
  NumberOfNonOperChan unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.Capabilities.HaLowCapabilities.
  BW4MHz boolean
  BW8MHz boolean
  BW16MHz boolean
  S1GLong boolean
  BW1MHzShortGI boolean
  BW2MHzShortGI boolean
  BW4MHzShortGI boolean
  BW8MHzShortGI boolean
  BW16MHzShortGI boolean
  AMSDU boolean
  AMPDU boolean
  FlowControl boolean
  CentralizedAuthenticationControl boolean
  DistributedAuthenticationControl boolean
  MaxMPDULen 3895|7991
  NonTIMMode boolean
  DynamicAID boolean
  GroupAID boolean
  BATSupport boolean
  RAWOperation boolean
  PageSlicing boolean
  PV1Frame boolean
  TxMCSNSS unsignedInt(:255)
  RxMCSNSS unsignedInt(:255)
  SUBeamformer boolean
  SUBeamformee boolean
  MUBeamformer boolean
  MUBeamformee boolean
  TravelingPilot boolean
  TWTGrouping boolean
  TWTRequestor boolean
  TWTResponder boolean
  AcceptSensorDevices boolean
  AcceptNonSensorDevices boolean
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.Capabilities.WiFi6APRole.
  HE160 boolean
  HE8080 boolean
  MCSNSS base64(4:12)
  SUBeamformer boolean
  SUBeamformee boolean
  MUBeamformer boolean
  Beamformee80orLess boolean
  BeamformeeAbove80 boolean
  ULMUMIMO boolean
  ULOFDMA boolean
  DLOFDMA boolean
  MaxDLMUMIMO unsignedInt(:255)
  MaxULMUMIMO unsignedInt(:255)
  MaxDLOFDMA unsignedInt(:255)
  MaxULOFDMA unsignedInt(:255)
  RTS boolean
  MURTS boolean
  MultiBSSID boolean
  MUEDCA boolean
  TWTRequestor boolean
  TWTResponder boolean
  SpatialReuse boolean
  AnticipatedChannelUsage boolean
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.Capabilities.WiFi6bSTARole.
  HE160 boolean
  HE8080 boolean
  MCSNSS base64(4:12)
  SUBeamformer boolean
  SUBeamformee boolean
  MUBeamformer boolean
  Beamformee80orLess boolean
  BeamformeeAbove80 boolean
  ULMUMIMO boolean
  ULOFDMA boolean
  DLOFDMA boolean
  MaxDLMUMIMO unsignedInt(:255)
  MaxULMUMIMO unsignedInt(:255)
  MaxDLOFDMA unsignedInt(:255)
  MaxULOFDMA unsignedInt(:255)
  RTS boolean
  MURTS boolean
  MultiBSSID boolean
  MUEDCA boolean
  TWTRequestor boolean
  TWTResponder boolean
  SpatialReuse boolean
  AnticipatedChannelUsage boolean
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.Capabilities.WiFi7APRole.
  EMLMRSupport boolean
  EMLSRSupport boolean
  STRSupport boolean
  NSTRSupport boolean
  TIDLinkMapNegotiation boolean
  EMLMRFreqSeparationNumberOfEntries unsignedInt
  EMLSRFreqSeparationNumberOfEntries unsignedInt
  STRFreqSeparationNumberOfEntries unsignedInt
  NSTRFreqSeparationNumberOfEntries unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.Capabilities.WiFi7APRole.EMLMRFreqSeparation.{i}. enabled-key RUID entries EMLMRFreqSeparationNumberOfEntries
  RUID base64
  FreqSeparation unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.Capabilities.WiFi7APRole.EMLSRFreqSeparation.{i}. enabled-key RUID entries EMLSRFreqSeparationNumberOfEntries
  RUID base64
  FreqSeparation unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.Capabilities.WiFi7APRole.NSTRFreqSeparation.{i}. enabled-key RUID entries NSTRFreqSeparationNumberOfEntries
  RUID base64
  FreqSeparation unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.Capabilities.WiFi7APRole.STRFreqSeparation.{i}. enabled-key RUID entries STRFreqSeparationNumberOfEntries
  RUID base64
  FreqSeparation unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.Capabilities.WiFi7bSTARole.
  EMLMRSupport boolean
  EMLSRSupport boolean
  STRSupport boolean
  NSTRSupport boolean
  TIDLinkMapNegotiation boolean
  EMLMRFreqSeparationNumberOfEntries unsignedInt
  EMLSRFreqSeparationNumberOfEntries unsignedInt
  STRFreqSeparationNumberOfEntries unsignedInt
  NSTRFreqSeparationNumberOfEntries unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.Capabilities.WiFi7bSTARole.EMLMRFreqSeparation.{i}. enabled-key RUID entries EMLMRFreqSeparationNumberOfEntries
  RUID base64
  FreqSeparation unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.Capabilities.WiFi7bSTARole.EMLSRFreqSeparation.{i}. enabled-key RUID entries EMLSRFreqSeparationNumberOfEntries
  RUID base64
  FreqSeparation unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.Capabilities.WiFi7bSTARole.NSTRFreqSeparation.{i}. enabled-key RUID entries NSTRFreqSeparationNumberOfEntries
  RUID base64
  FreqSeparation unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.Capabilities.WiFi7bSTARole.STRFreqSeparation.{i}. enabled-key RUID entries STRFreqSeparationNumberOfEntries
  RUID base64
  FreqSeparation unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.CurrentOperatingClassProfile.{i}. enabled-key Class entries CurrentOperatingClassProfileNumberOfEntries
  Class unsignedInt(:255)
  Channel unsignedInt(:255)
  TxPower int(-127:127)
  TransmitPowerLimit int(-128:127)
  TimeStamp dateTime
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.DisAllowedOpClassChannels.{i}. rw enabled-key OpClass enable Enable entries DisAllowedOpClassChannelsNumberOfEntries
  Enable boolean rw = false
  OpClass unsignedInt(:255) rw
  ChannelList list unsignedInt(:255) rw
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.MultiAPRadio.
  RadarDetections list(:1024) unsignedInt deprecated
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.OpClassPreference.{i}. enabled-key OpClass,Preference entries OpClassPreferenceNumberOfEntries
  OpClass unsignedInt(:255)
  ChannelList list unsignedInt(:255)
  Preference unsignedInt(:15)
  ReasonCode unsignedInt(:15)
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.ScanCapability.
  OnBootOnly boolean
  Impact unsignedInt(1:4)
  MinimumInterval unsignedInt
  OpClassChannelsNumberOfEntries unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.ScanCapability.OpClassChannels.{i}. enabled-key OpClass entries OpClassChannelsNumberOfEntries
  OpClass unsignedInt(:255)
  ChannelList list unsignedInt(:255)
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.ScanResult.{i}. entries ScanResultNumberOfEntries
  TimeStamp dateTime
  AggregateScanDuration unsignedInt
  ScanType boolean
  OpClassScanNumberOfEntries unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.ScanResult.{i}.OpClassScan.{i}. enabled-key OperatingClass entries OpClassScanNumberOfEntries
  OperatingClass unsignedInt(:255)
  ChannelScanNumberOfEntries unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.ScanResult.{i}.OpClassScan.{i}.ChannelScan.{i}. enabled-key Channel entries ChannelScanNumberOfEntries
  Channel unsignedInt(:255)
  TimeStamp dateTime
  Utilization unsignedInt(:255)
  Noise unsignedInt(:255)
  ScanStatus 0|1|2|3|4|5|6|7
  NeighborBSSNumberOfEntries unsignedInt
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.ScanResult.{i}.OpClassScan.{i}.ChannelScan.{i}.NeighborBSS.{i}. enabled-key BSSID entries NeighborBSSNumberOfEntries
  BSSID string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  SSID string
  SignalStrength unsignedInt(:255)
  ChannelBandwidth string
  ChannelUtilization unsignedInt(:255)
  StationCount unsignedInt
  MLDMACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  ReportingBSSID string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  MultiBSSID boolean
  BSSLoadElementPresent boolean
  BSSColor unsignedInt(:63)
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.SpatialReuse.
  PartialBSSColor unsignedInt
  BSSColor unsignedInt
  HESIGASpatialReuseValue15Allowed boolean
  SRGInformationValid boolean
  NonSRGOffsetValid boolean
  PSRDisallowed boolean
  NonSRGOBSSPDMaxOffset unsignedInt
  SRGOBSSPDMinOffset unsignedInt
  SRGOBSSPDMaxOffset unsignedInt
  SRGBSSColorBitmap hexBinary(8)
  SRGPartialBSSIDBitmap hexBinary(8)
  NeighborBSSColorInUseBitmap hexBinary(8)
Device.WiFi.DataElements.Network.Device.{i}.Radio.{i}.UnassociatedSTA.{i}. enabled-key MACAddress entries UnassociatedSTANumberOfEntries
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  SignalStrength unsignedInt(:255)
  OperatingClass unsignedInt(:255)
  Channel unsignedInt(:255)
Device.WiFi.DataElements.Network.Device.{i}.SPRule.{i}. enabled-key ID entries SPRuleNumberOfEntries
  ID unsignedInt
  Precedence unsignedInt(:254)
  Output unsignedInt(:9)
  AlwaysMatch boolean
Device.WiFi.DataElements.Network.Device.{i}.SSIDtoVIDMapping.{i}. enabled-key SSID entries SSIDtoVIDMappingNumberOfEntries
  SSID string(:64)
  VID unsignedInt(:4095)
Device.WiFi.DataElements.Network.Device.{i}.WPS.
  Enable boolean rw
  Status Disabled|Error|Unconfigured|Configured|SetupLocked|InProgress
Device.WiFi.DataElements.Network.Device.{i}.bSTAMLD.
  MLDMACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  BSSID string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  AffiliatedbSTAList list string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
Device.WiFi.DataElements.Network.Device.{i}.bSTAMLD.bSTAMLDConfig.
  EMLMREnabled boolean rw
  EMLSREnabled boolean rw
  STREnabled boolean rw
  NSTREnabled boolean rw
  TIDLinkMapNegotiation boolean rw
Device.WiFi.DataElements.Network.MultiAPSteeringSummaryStats.
  NoCandidateAPFailures unsignedLong
  BlacklistAttempts unsignedLong
  BlacklistSuccesses unsignedLong
  BlacklistFailures unsignedLong
  BTMAttempts unsignedLong
  BTMSuccesses unsignedLong
  BTMFailures unsignedLong
  BTMQueryResponses unsignedLong
Device.WiFi.DataElements.Network.ProvisionedDPP.{i}. rw key Alias entries ProvisionedDPPNumberOfEntries
  Alias string(:64) rw
  DPPURI string(:2048) rw
Device.WiFi.DataElements.Network.SSID.{i}. key Alias entries SSIDNumberOfEntries
  Alias string(:64) rw
  SSID string(:64)
  Band list All|2.4|5|6|5_UNII_1|5_UNII_2|5_UNII_3|5_UNII_4|6_UNII_5|6_UNII_6|6_UNII_7|6_UNII_8|Sub_1GHz
  Enable boolean
  AKMsAllowed list psk|dpp|sae|psk+sae|dpp+sae|dpp+psk+sae|SuiteSelector
  SuiteSelector hexBinary(4)
  AdvertisementEnabled boolean
  MFPConfig Disabled|Optional|Required
  MobilityDomain string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  HaulType list Fronthaul|Backhaul
  Type string
Device.WiFi.DataElements.Network.STABlock.{i}. rw key BlockedSTA entries STABlockNumberOfEntries
  BlockedSTA string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw
  BSSID list string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw
  ScheduleNumberOfEntries unsignedInt
Device.WiFi.DataElements.Network.STABlock.{i}.Schedule.{i}. rw key Alias entries ScheduleNumberOfEntries
  Alias string(:64) rw
  Day list Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday rw
  StartTime string(:5) // /([01][0-9]|2[0-3]):[0-5][0-9]/ rw
  Duration unsignedInt(1:) rw
Device.WiFi.EndPoint.{i}. rw key Alias enabled-key SSIDReference enable Enable entries EndPointNumberOfEntries
  Enable boolean rw = false
  Status Disabled|Enabled|Error_Misconfigured|Error = Disabled
  Alias string(:64) rw
  ProfileReference string(:256) -> Device.WiFi.EndPoint.{i}.Profile. rw = ""
  SSIDReference string(:256) -> Device.WiFi.SSID. = ""
  ProfileNumberOfEntries unsignedInt
Device.WiFi.EndPoint.{i}.AC.{i}. enabled-key AccessCategory key Alias
  AccessCategory BE|BK|VI|VO
  Alias string(:64) rw
  AckPolicy boolean rw
  OutQLenHistogramIntervals list string rw
  OutQLenHistogramSampleInterval unsignedInt rw
Device.WiFi.EndPoint.{i}.AC.{i}.Stats.
  BytesSent unsignedLong
  BytesReceived unsignedLong
  PacketsSent unsignedLong
  PacketsReceived unsignedLong
  ErrorsSent unsignedInt
  ErrorsReceived unsignedInt
  DiscardPacketsSent unsignedInt
  DiscardPacketsReceived unsignedInt
  RetransCount unsignedInt
  OutQLenHistogram list string
Device.WiFi.EndPoint.{i}.Profile.{i}. rw key Alias enabled-key SSID,Location,Priority enable Enable entries ProfileNumberOfEntries
  Enable boolean rw = false
  Status Active|Available|Error|Disabled = Disabled
  Alias string(:64) rw
  SSID string(:32) rw
  Location string rw
  Priority unsignedInt(:255) rw = 0
Device.WiFi.EndPoint.{i}.Profile.{i}.Security.
  ModeEnabled string rw
  WEPKey hexBinary(5,13) rw hidden
  PreSharedKey hexBinary(:32) rw hidden
  KeyPassphrase string(8:63) rw hidden
  SAEPassphrase string rw hidden
  MFPConfig Disabled|Optional|Required rw = Disabled
Device.WiFi.EndPoint.{i}.Security.
  ModesSupported list None|WEP-64|WEP-128|WPA-Personal|WPA2-Personal|WPA3-Personal|WPA-WPA2-Personal|WPA3-Personal-Transition|WPA-Enterprise|WPA2-Enterprise|WPA3-Enterprise|WPA-WPA2-Enterprise|OWE
Device.WiFi.EndPoint.{i}.Stats.
  LastDataDownlinkRate unsignedInt(1000:600000) candeny
  LastDataUplinkRate unsignedInt(1000:600000) candeny
  SignalStrength int(-200:0)
  Retransmissions unsignedInt(0:100) = 0
Device.WiFi.EndPoint.{i}.WPS.
  Enable boolean rw = true
  ConfigMethodsSupported list USBFlashDrive|Ethernet|Label|Display|ExternalNFCToken|IntegratedNFCToken|NFCInterface|PushButton|PIN|PhysicalPushButton|PhysicalDisplay|VirtualPushButton|VirtualDisplay
  ConfigMethodsEnabled list string rw
  Status Disabled|Error|Unconfigured|Configured
  Version string
  PIN string(:8) /\d{4}|\d{8}/ rw hidden
Device.WiFi.NeighboringWiFiDiagnostic.
  DiagnosticsState None*|Requested|Canceled|Complete*|Error* rw
  ResultNumberOfEntries unsignedInt
Device.WiFi.NeighboringWiFiDiagnostic.Result.{i}. enabled-key BSSID entries ResultNumberOfEntries
  Radio string -> Device.WiFi.Radio.
  SSID string(:32)
  BSSID string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  Mode AdHoc|Infrastructure
  Channel unsignedInt(1:255)
  SignalStrength int(-200:0)
  SecurityModeEnabled None|WEP|WPA|WPA2|WPA-WPA2|WPA-Enterprise|WPA2-Enterprise|WPA-WPA2-Enterprise|WPA3-SAE|WPA2-PSK-WPA3-SAE|WPA3-Enterprise|OWE
  EncryptionMode list TKIP|AES
  OperatingFrequencyBand 2.4GHz|5GHz|6GHz
  SupportedStandards list a|b|g|n|ac|ax|be
  OperatingStandards list string
  OperatingChannelBandwidth 20MHz|40MHz|80MHz|160MHz|320MHz-1|320MHz-2|Auto
  BeaconPeriod unsignedInt
  Noise int(-200:0)
  BasicDataTransferRates list(:256) string
  SupportedDataTransferRates list(:256) string
  DTIMPeriod unsignedInt
Device.WiFi.Radio.{i}. key Alias key Name entries RadioNumberOfEntries
  Enable boolean rw
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> * rw
  MaxBitRate unsignedInt
  Upstream boolean
  SupportedFrequencyBands list 2.4GHz|5GHz|6GHz
  OperatingFrequencyBand string rw
  SupportedStandards list a|b|g|n|ac|ax|be
  OperatingStandards list string rw
  PossibleChannels list(:1024) string
  ChannelsInUse list(:1024) string candeny
  Channel unsignedInt(1:255) rw
  AutoChannelSupported boolean
  AutoChannelEnable boolean rw
  AutoChannelRefreshPeriod unsignedInt rw
  ChannelLastChange unsignedInt candeny
  ChannelLastSelectionReason Manual|Auto_Startup|Auto_User|Auto_Refresh|Auto_Dynamic|Auto_DFS|Unknown
  MaxSupportedSSIDs unsignedInt(1:)
  MaxSupportedAssociations unsignedInt(1:)
  FirmwareVersion string(:64)
  SupportedOperatingChannelBandwidths list 20MHz|40MHz|80MHz|160MHz|80+80MHz|320MHz-1|320MHz-2|Auto
  OperatingChannelBandwidth string rw
  CurrentOperatingChannelBandwidth 20MHz|40MHz|80MHz|160MHz|80+80MHz|320MHz-1|320MHz-2
  ExtensionChannel AboveControlChannel|BelowControlChannel|Auto rw
  GuardInterval 400nsec|800nsec|1xLTF_0.8us|1xLTF_1.6us|2xLTF_0.8us|2xLTF_1.6us|4xLTF_0.8us|4xLTF_3.2us|Auto rw
  CenterFrequencySegment0 unsignedInt rw
  CenterFrequencySegment1 unsignedInt rw
  MCS int(-1:15,16:31) rw
  TransmitPowerSupported list(:64) int(-1:100)
  TransmitPower int(-1:100) rw
  IEEE80211hSupported boolean
  IEEE80211hEnabled boolean rw
  RegulatoryDomain string(3) /[A-Z][A-Z][ OI]/ rw
  RetryLimit unsignedInt(0:7) rw
  CCARequest hexBinary(11) rw
  CCAReport hexBinary(12)
  RPIHistogramRequest hexBinary(11) rw
  RPIHistogramReport hexBinary(19)
  FragmentationThreshold unsignedInt rw
  RTSThreshold unsignedInt rw
  LongRetryLimit unsignedInt rw
  BeaconPeriod unsignedInt rw
  DTIMPeriod unsignedInt rw
  PacketAggregationEnable boolean rw
  PreambleType short|long|auto rw
  BasicDataTransmitRates list string rw
  SupportedDataTransmitRates list string
  OperationalDataTransmitRates list string rw
  EnableRRM boolean rw
  ManagementPacketRate unsignedInt rw
Device.WiFi.Radio.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  CtsReceived unsignedLong
  NoCtsReceived unsignedLong
  FrameHeaderError unsignedLong
  GoodPLCPReceived unsignedLong
  DPacketOtherMACReceived unsignedLong
  MPacketOtherMACReceived unsignedLong
  CPacketOtherMACReceived unsignedLong
  CtsOtherMACReceived unsignedLong
  RtsOtherMACReceived unsignedLong
  PLCPErrorCount unsignedInt
  FCSErrorCount unsignedInt
  InvalidMACCount unsignedInt
  PacketsOtherReceived unsignedInt
  Noise int
  TotalChannelChangeCount unsignedInt
  ManualChannelChangeCount unsignedInt
  AutoStartupChannelChangeCount unsignedInt
  AutoUserChannelChangeCount unsignedInt
  AutoRefreshChannelChangeCount unsignedInt
  AutoDynamicChannelChangeCount unsignedInt
  AutoDFSChannelChangeCount unsignedInt
Device.WiFi.RemoteMeasurementDiagnostic.
  DiagnosticsState None*|Requested|Canceled|Complete*|Error* rw
  TargetBSS string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/ rw
  Timeout unsignedInt rw
  OperatingClass unsignedInt(:255) rw
  Channel unsignedInt rw
  SignalStrength unsignedInt(:255)
  Noise unsignedInt(:255)
Device.WiFi.SSID.{i}. rw key Alias key Name enabled-key BSSID enable Enable entries SSIDNumberOfEntries
  Enable boolean rw = false
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error = Down
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> * rw = ""
  Upstream boolean
  BSSID string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  MACAddress string(:17) // /([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])/
  SSID string(:32) rw
  MLDUnit int(-1,0:24) rw = -1
  ATFEnable boolean rw
  FlushATFTable boolean rw
  SetATF unsignedInt(0:100) rw
Device.WiFi.SSID.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedLong candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  MulticastPacketsSent unsignedLong candeny
  UnicastPacketsReceived unsignedLong candeny
  MulticastPacketsReceived unsignedLong candeny
  BroadcastPacketsSent unsignedLong candeny
  BroadcastPacketsReceived unsignedLong candeny
  UnknownProtoPacketsReceived unsignedInt candeny
  RetransCount unsignedInt
  FailedRetransCount unsignedInt
  RetryCount unsignedInt
  MultipleRetryCount unsignedInt
  ACKFailureCount unsignedInt
  AggregatedPacketCount unsignedInt
  DiscardPacketsSentBufOverflow unsignedLong
  DiscardPacketsSentNoAssoc unsignedLong
  FragSent unsignedLong
  SentNoAck unsignedLong
  DupReceived unsignedLong
  TooLongReceived unsignedLong
  TooShortReceived unsignedLong
  AckUcastReceived unsignedLong
Device.XMPP.
  ConnectionNumberOfEntries unsignedInt
  SupportedServerConnectAlgorithms list DNS-SRV|DNS|ServerTable|WebSocket
Device.XMPP.Connection.{i}. rw key Alias enabled-key Username,Domain,Resource enable Enable entries ConnectionNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw
  Username string(:256) rw
  Password string(:256) rw hidden
  Domain string(:64) rw
  Resource string(:64) rw
  JabberID string
  Status Enabled|Disabled|Unknown|Dormant|Connecting|ServerNotPresent|Error_Misconfigured|Error_AuthenticationFailure|Error
  LastChangeDate dateTime
  ServerConnectAlgorithm string rw = DNS-SRV
  KeepAliveInterval long(-1:) rw = -1
  ServerConnectAttempts unsignedInt rw = 16
  ServerRetryInitialInterval unsignedInt(1:65535) rw = 60
  ServerRetryIntervalMultiplier unsignedInt(1000:65535) rw = 2000
  ServerRetryMaxInterval unsignedInt(1:) rw = 30720
  UseTLS boolean rw = false
  TLSEstablished boolean
  ServerNumberOfEntries unsignedInt
Device.XMPP.Connection.{i}.Server.{i}. rw key Alias enabled-key ServerAddress,Port enable Enable entries ServerNumberOfEntries
  Enable boolean rw = false
  Alias string(:64) rw
  Priority unsignedInt(0:65535) rw
  Weight long(-1:65535) rw
  ServerAddress string(:256) rw
  Port unsignedInt(0:65535) rw = 5222
Device.XMPP.Connection.{i}.Stats.
  ReceivedMessages unsignedInt = 0
  TransmittedMessages unsignedInt = 0
  ReceivedErrorMessages unsignedInt = 0
  TransmittedErrorMessages unsignedInt = 0
Device.XPON.
  ONUNumberOfEntries unsignedInt
Device.XPON.ONU.{i}. key Name entries ONUNumberOfEntries
  Enable boolean rw
  Name string(:64)
  Version string(:14)
  EquipmentID string(:20)
  SoftwareImageNumberOfEntries unsignedInt
  EthernetUNINumberOfEntries unsignedInt
  ANINumberOfEntries unsignedInt
Device.XPON.ONU.{i}.ANI.{i}. key Alias key Name entries ANINumberOfEntries
  Enable boolean rw
  Status Up|Down|Unknown|Dormant|NotPresent|Error
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  PONMode Unknown|G-PON|XG-PON|NG-PON2|XGS-PON
  TransceiverNumberOfEntries unsignedInt
  SFPReferenceList list string(:256) -> Device.SFPs.SFPCage.
Device.XPON.ONU.{i}.ANI.{i}.Stats.
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedLong candeny
  UnicastPacketsReceived unsignedLong candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  MulticastPacketsSent unsignedLong candeny
  MulticastPacketsReceived unsignedLong candeny
  BroadcastPacketsSent unsignedLong candeny
  BroadcastPacketsReceived unsignedLong candeny
  UnknownProtoPacketsReceived unsignedInt candeny
Device.XPON.ONU.{i}.ANI.{i}.TC.
Device.XPON.ONU.{i}.ANI.{i}.TC.Alarms.
  LOS boolean
  LOF boolean
  SF boolean
  SD boolean
  LCDG boolean
  TF boolean
  SUF boolean
  MEM boolean
  DACT boolean
  DIS boolean
  MIS boolean
  PEE boolean
  RDI boolean
  LODS boolean
  ROGUE boolean
Device.XPON.ONU.{i}.ANI.{i}.TC.Authentication.
  Password string(:72) rw hidden
  HexadecimalPassword boolean rw
Device.XPON.ONU.{i}.ANI.{i}.TC.GEM.
  PortNumberOfEntries unsignedInt
Device.XPON.ONU.{i}.ANI.{i}.TC.GEM.Port.{i}. key PortID entries PortNumberOfEntries
  PortID unsignedInt(0:65534)
  Direction UNI-to-ANI|ANI-to-UNI|bidirectional
  PortType unicast|multicast|broadcast
Device.XPON.ONU.{i}.ANI.{i}.TC.GEM.Port.{i}.PM.
  FramesSent unsignedLong
  FramesReceived unsignedLong
Device.XPON.ONU.{i}.ANI.{i}.TC.ONUActivation.
  ONUState O1|O2|O3|O2-3|O4|O5|O6|O7|O8|O9
  VendorID string(:4)
  SerialNumber string(:12)
  ONUID unsignedInt(0:1022)
Device.XPON.ONU.{i}.ANI.{i}.TC.PM.
Device.XPON.ONU.{i}.ANI.{i}.TC.PM.GEM.
  FramesSent unsignedLong
  FramesReceived unsignedLong
  FrameHeaderHECErrors unsignedInt
  KeyErrors unsignedInt
Device.XPON.ONU.{i}.ANI.{i}.TC.PM.OMCI.
  BaselineMessagesReceived unsignedLong candeny
  ExtendedMessagesReceived unsignedLong candeny
  MICErrors unsignedInt candeny
Device.XPON.ONU.{i}.ANI.{i}.TC.PM.PHY.
  CorrectedFECBytes unsignedLong
  CorrectedFECCodewords unsignedLong
  UncorrectableFECCodewords unsignedLong
  TotalFECCodewords unsignedLong
  PSBdHECErrorCount unsignedInt
  HeaderHECErrorCount unsignedInt
  UnknownProfile unsignedInt
Device.XPON.ONU.{i}.ANI.{i}.TC.PM.PLOAM.
  MICErrors unsignedInt
  DownstreamMessageCount unsignedLong
  RangingTime unsignedLong
  UpstreamMessageCount unsignedLong
Device.XPON.ONU.{i}.ANI.{i}.TC.PerformanceThresholds.
  SignalFail unsignedInt(3:8)
  SignalDegrade unsignedInt(4:10)
Device.XPON.ONU.{i}.ANI.{i}.Transceiver.{i}. key ID entries TransceiverNumberOfEntries
  ID unsignedInt(0:1)
  Identifier unsignedInt(0:255)
  VendorName string(:256)
  VendorPartNumber string(:256)
  VendorRevision string(:256)
  PONMode Unknown|G-PON|XG-PON|NG-PON2|XGS-PON
  Connector Unknown|LC|SC|ST|FC|MT-RJ
  NominalBitRateDownstream unsignedInt
  NominalBitRateUpstream unsignedInt
  RxPower int
  TxPower int
  Voltage unsignedInt
  Bias unsignedInt
  Temperature int(-274:)
Device.XPON.ONU.{i}.EthernetUNI.{i}. key Alias key Name entries EthernetUNINumberOfEntries
  Enable boolean
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> * rw
  Upstream boolean
  ANIs list(:1024) string -> Device.XPON.ONU.{i}.ANI.
  InterdomainID string(:256)
  InterdomainName string(:25)
Device.XPON.ONU.{i}.EthernetUNI.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedLong candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  MulticastPacketsSent unsignedLong candeny
  UnicastPacketsReceived unsignedLong candeny
  MulticastPacketsReceived unsignedLong candeny
  BroadcastPacketsSent unsignedLong candeny
  BroadcastPacketsReceived unsignedLong candeny
  UnknownProtoPacketsReceived unsignedInt candeny
Device.XPON.ONU.{i}.SoftwareImage.{i}. key ID entries SoftwareImageNumberOfEntries
  ID unsignedInt(0:1)
  Version string(:14)
  IsCommitted boolean
  IsActive boolean
  IsValid boolean
Device.ZigBee.
  InterfaceNumberOfEntries unsignedInt
  ZDONumberOfEntries unsignedInt
Device.ZigBee.Discovery.
  AreaNetworkNumberOfEntries unsignedInt
Device.ZigBee.Discovery.AreaNetwork.{i}. rw key Alias enabled-key Coordinator enable Enable entries AreaNetworkNumberOfEntries
  Enable boolean rw
  LastUpdate dateTime
  Status Indeterminate|InProgress|Success|Error|Error_Timeout
  Alias string(:64) rw
  Coordinator string(:256) rw
  ZDOReference string(:256) -> Device.ZigBee.ZDO.
  ZDOList list string(:256) -> Device.ZigBee.ZDO.
Device.ZigBee.Interface.{i}. key Alias key Name enabled-key ZDOReference entries InterfaceNumberOfEntries
  Enable boolean rw
  Status Up|Down|Unknown|Dormant|NotPresent|LowerLayerDown|Error
  Alias string(:64) rw
  Name string(:64)
  LastChange unsignedInt candeny
  LowerLayers list(:1024) string -> * rw
  Upstream boolean
  MaxBitRate unsignedInt
  IEEEAddress string(:23) // /([0-9A-Fa-f][0-9A-Fa-f]:){7}([0-9A-Fa-f][0-9A-Fa-f])/ defactive
  NetworkAddress string(:4) // /([0-9A-Fa-f]){4}/
  ZDOReference string(:256) -> Device.ZigBee.ZDO.
  AssociatedDeviceNumberOfEntries unsignedInt
Device.ZigBee.Interface.{i}.AssociatedDevice.{i}. enabled-key IEEEAddress,NetworkAddress entries AssociatedDeviceNumberOfEntries
  IEEEAddress string(:23) // /([0-9A-Fa-f][0-9A-Fa-f]:){7}([0-9A-Fa-f][0-9A-Fa-f])/
  NetworkAddress string(:4) // /([0-9A-Fa-f]){4}/
  Active boolean
  ZDOReference string(:256) -> Device.ZigBee.ZDO.
Device.ZigBee.Interface.{i}.Stats.
  Reset boolean rw command
  BytesSent unsignedLong candeny
  BytesReceived unsignedLong candeny
  PacketsSent unsignedLong candeny
  PacketsReceived unsignedLong candeny
  ErrorsSent unsignedInt candeny
  ErrorsReceived unsignedInt candeny
  UnicastPacketsSent unsignedLong candeny
  DiscardPacketsSent unsignedInt candeny
  DiscardPacketsReceived unsignedInt candeny
  MulticastPacketsSent unsignedLong candeny
  UnicastPacketsReceived unsignedLong candeny
  MulticastPacketsReceived unsignedLong candeny
  BroadcastPacketsSent unsignedLong candeny
  BroadcastPacketsReceived unsignedLong candeny
  UnknownProtoPacketsReceived unsignedInt candeny
  UnknownPacketsReceived unsignedInt candeny deprecated
Device.ZigBee.ZDO.{i}. enabled-key IEEEAddress,NetworkAddress key Alias entries ZDONumberOfEntries
  Alias string(:64) rw
  IEEEAddress string(:23) // /([0-9A-Fa-f][0-9A-Fa-f]:){7}([0-9A-Fa-f][0-9A-Fa-f])/
  NetworkAddress string(:4) // /([0-9A-Fa-f]){4}/
  BindingTableNumberOfEntries unsignedInt
  GroupNumberOfEntries unsignedInt
  ApplicationEndpointNumberOfEntries unsignedInt
Device.ZigBee.ZDO.{i}.ApplicationEndpoint.{i}. rw enabled-key EndpointId key Alias enable Enable entries ApplicationEndpointNumberOfEntries
  Enable boolean rw
  Alias string(:64) rw
  EndpointId unsignedInt(:240) rw
Device.ZigBee.ZDO.{i}.ApplicationEndpoint.{i}.SimpleDescriptor.
  ProfileId unsignedInt(:65535) rw
  DeviceId unsignedInt(:65535)
  DeviceVersion unsignedInt(:15)
  InputClusterList list unsignedInt(:65535) rw
  OutputClusterList list unsignedInt(:65535) rw
Device.ZigBee.ZDO.{i}.Binding.{i}. rw key Alias enable Enable entries BindingTableNumberOfEntries
  Enable boolean rw
  Alias string(:64) rw
  SourceEndpoint unsignedInt(:240) rw
  SourceAddress string(:23) // /([0-9A-Fa-f][0-9A-Fa-f]:){7}([0-9A-Fa-f][0-9A-Fa-f])/ rw
  ClusterId unsignedInt(:65535) rw
  DestinationAddressMode Group|Endpoint rw
  DestinationEndpoint unsignedInt(:240) rw
  IEEEDestinationAddress string(:23) // /([0-9A-Fa-f][0-9A-Fa-f]:){7}([0-9A-Fa-f][0-9A-Fa-f])/ rw
  GroupDestinationAddress string(:4) // /([0-9A-Fa-f]){4}/ rw
Device.ZigBee.ZDO.{i}.ComplexDescriptor.
  DescriptorAvailable boolean
  Language string
  CharacterSet string
  ManufacturerName string
  ModelName string
  SerialNumber string
  DeviceURL string(:2048)
  Icon hexBinary(:65535)
  IconURL string(:2048)
Device.ZigBee.ZDO.{i}.Group.{i}. rw enabled-key GroupId key Alias enable Enable entries GroupNumberOfEntries
  Enable boolean rw
  Alias string(:64) rw
  GroupId string(:4) // /([0-9A-Fa-f]){4}/ rw
  EndpointList list string(:256) -> Device.ZigBee.ZDO.{i}.ApplicationEndpoint. rw
Device.ZigBee.ZDO.{i}.Network.
  NeighborNumberOfEntries unsignedInt
Device.ZigBee.ZDO.{i}.Network.Neighbor.{i}. enabled-key Neighbor entries NeighborNumberOfEntries
  Neighbor string -> Device.ZigBee.ZDO.{i}.
  LQI unsignedInt(:255) candeny
  Relationship Parent|Child|PrevChild|Sibling|None
  PermitJoin Accepting|NotAccepting|Unknown
  Depth unsignedInt
Device.ZigBee.ZDO.{i}.NodeDescriptor.
  LogicalType ZC|ZR|ZED
  ComplexDescriptorSupported boolean
  UserDescriptorSupported boolean
  FrequencyBand list 868-868.6|902-928|2400-2483.5
  MACCapability list AlternatePANCoordinator|FFD|MainsPowerSource|OnWhenIdle|SecureCommunication
  ManufactureCode unsignedInt(:65535)
  MaximumBufferSize unsignedInt(:128)
  MaximumIncomingTransferSize unsignedInt(:32768)
  MaximumOutgoingTransferSize unsignedInt(:32768)
  ServerMask list PrimaryTrustCenter|PrimaryBindingTableCache|BackupBindingTableCache|PrimaryDiscoveryCache|BackupDiscoveryCache|NetworkManager
  DescriptorCapability list ExtendedActiveEndpointListAvailable|ExtendedSimpleDescriptorListAvailable
Device.ZigBee.ZDO.{i}.NodeManager.
  RoutingTableNumberOfEntries unsignedInt
Device.ZigBee.ZDO.{i}.NodeManager.RoutingTable.{i}. enabled-key DestinationAddress entries RoutingTableNumberOfEntries
  DestinationAddress string(:4) /([0-9A-Fa-f]){4}/
  NextHopAddress string(:4) // /([0-9A-Fa-f]){4}/ candeny
  Status Active|DiscoveryUnderway|DiscoveryFailed|Inactive|ValidationUnderway
  MemoryConstrained boolean
  ManyToOne boolean
  RouteRecordRequired boolean
Device.ZigBee.ZDO.{i}.PowerDescriptor.
  CurrentPowerMode Synchronized|Periodic|Manual
  AvailablePowerSource list Constant|Rechargeable|Disposable
  CurrentPowerSource Constant|Rechargeable|Disposable
  CurrentPowerSourceLevel Critical|33|66|100
Device.ZigBee.ZDO.{i}.Security.
  TrustCenterAddress string(:23) // /([0-9A-Fa-f][0-9A-Fa-f]:){7}([0-9A-Fa-f][0-9A-Fa-f])/
  SecurityLevel None|MIC-32|MIC-64|MIC-128|ENC|ENC-MIC-32|ENC-MIC-64|ENC-MIC-128
  TimeOutPeriod unsignedInt(:65535)
Device.ZigBee.ZDO.{i}.UserDescriptor.
  DescriptorAvailable boolean
  Description string(:16)
