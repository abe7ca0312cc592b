# What the Broadband Forum's models have no parameter for.

# A WANConnectionDevice of an Ethernet port, or of DSL with PTM, is a VLAN: its id; 0: the port itself, untagged.
InternetGatewayDevice.WANDevice.{i}.WANConnectionDevice.{i}.
  X_CWMPD_VLANID unsignedInt(0:4094) rw

# The IP interfaces whose network the stations of an SSID are in, or the end point is: the guests', say.
Device.WiFi.SSID.{i}.
  X_CWMPD_Interface list string(:1024) -> Device.IP.Interface. rw

# With two hosts of one address dnsmasq does not start, and nobody gets any.
Device.DHCPv4.Server.Pool.{i}.StaticAddress.{i}. enabled-key Yiaddr
InternetGatewayDevice.LANDevice.{i}.LANHostConfigManagement.DHCPStaticAddress.{i}. enabled-key Yiaddr
