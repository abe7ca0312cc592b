# A vendor's own object, as an example: copy it, rename it, and say in a .map where it lives.
# The prefix X_<VENDOR>_ is the vendor's domain in upper case with `-` for the dots, or its OUI
# (TR-106 3.3); what is below a vendor's object needs no prefix.
Device.X_EXAMPLE-COM_LED.
  Mode Off|On|Blink rw = On
  Brightness unsignedInt(0:100) rw = 100
  Name string(:64) rw
  Secret string(:64) rw hidden
  Reset boolean rw command
