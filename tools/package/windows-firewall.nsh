; Other PCs reach this one only through a rule of Windows Firewall, and making one needs an
; administrator, which a setup for one user is not. So it asks first, in plain words, and Windows
; asks for consent once. Who declines is asked by Windows itself at the first start.
; The rule is for this program alone and lets in private networks only, never the internet.

!define LAN_ADDRESSES "LocalSubnet,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,169.254.0.0/16,fc00::/7,fe80::/10"
!define GERMAN 1031

; One rule a place, as each user of a PC may have the program in a folder of their own.
!define RULE_NAME "Lanspread ($INSTDIR)"
!define RULE_PROGRAM "$INSTDIR\${APP_EXECUTABLE_FILENAME}"
!define NETSH '"$SYSDIR\netsh.exe" advfirewall firewall'
!define ADD_RULE '${NETSH} add rule name="${RULE_NAME}" dir=in action=allow profile=any program="${RULE_PROGRAM}" remoteip=${LAN_ADDRESSES}'
; Also what Windows keeps of an earlier "Cancel", which would block in spite of a rule that allows.
!define DELETE_RULES '${NETSH} delete rule name=all program="${RULE_PROGRAM}"'

; Leaves 0 in $0 where the rule is there; asking needs no administrator.
!macro findFirewallRule
  nsExec::Exec '${NETSH} show rule name="${RULE_NAME}"'
  Pop $0
!macroend

; One program run as administrator is one question of Windows. A line has room for 1,024 characters.
!macro asAdministrator COMMANDS
  ExecShellWait "runas" "$SYSDIR\cmd.exe" '/d /c "${COMMANDS}"' SW_HIDE
!macroend

!macro customInstall
  !insertmacro findFirewallRule
  ${If} $0 != 0
  ${AndIfNot} ${Silent}
    StrCpy $1 "Other PCs at the party can only fetch games from you if Windows Firewall lets them.$\r$\n$\r$\nAllow Lanspread in your local network? Windows asks for an administrator once."
    ${If} $LANGUAGE == ${GERMAN}
      StrCpy $1 "Andere PCs auf der Party können nur dann Spiele von dir holen, wenn die Windows-Firewall sie lässt.$\r$\n$\r$\nLanspread im lokalen Netzwerk erlauben? Windows fragt einmal nach einem Administrator."
    ${EndIf}
    MessageBox MB_YESNO|MB_ICONQUESTION "$1" IDNO firewallDone
    !insertmacro asAdministrator '${DELETE_RULES} & for %p in (TCP UDP) do ${ADD_RULE} protocol=%p'
    firewallDone:
  ${EndIf}
!macroend

!macro customUnInstall
  ; An update keeps the rule: it is for the same program in the same place.
  ${IfNot} ${isUpdated}
    !insertmacro findFirewallRule
    ${GetParameters} $1
    ClearErrors
    ${GetOptions} $1 "/S" $2
    ${If} ${Errors}
    ${AndIf} $0 == 0
      !insertmacro asAdministrator '${DELETE_RULES}'
    ${EndIf}
  ${EndIf}
!macroend
