//! The profiles that telewav comes with.

/// The platforms, by name.
pub(super) static PLATFORMS: &[(&str, &str)] = &[
    ("3cx", include_str!("../../profiles/3cx.toml")),
    (
        "alibaba-vms",
        include_str!("../../profiles/alibaba-vms.toml"),
    ),
    ("allworx", include_str!("../../profiles/allworx.toml")),
    (
        "amazon-connect",
        include_str!("../../profiles/amazon-connect.toml"),
    ),
    ("asterisk", include_str!("../../profiles/asterisk.toml")),
    (
        "asterisk-alaw",
        include_str!("../../profiles/asterisk-alaw.toml"),
    ),
    (
        "asterisk-sln",
        include_str!("../../profiles/asterisk-sln.toml"),
    ),
    (
        "asterisk-sln16",
        include_str!("../../profiles/asterisk-sln16.toml"),
    ),
    (
        "asterisk-ulaw",
        include_str!("../../profiles/asterisk-ulaw.toml"),
    ),
    (
        "auerswald-commander",
        include_str!("../../profiles/auerswald-commander.toml"),
    ),
    (
        "auerswald-comtrexx",
        include_str!("../../profiles/auerswald-comtrexx.toml"),
    ),
    ("avaya-aura", include_str!("../../profiles/avaya-aura.toml")),
    (
        "avaya-ip-office-moh",
        include_str!("../../profiles/avaya-ip-office-moh.toml"),
    ),
    (
        "azure-communication-services",
        include_str!("../../profiles/azure-communication-services.toml"),
    ),
    ("bandwidth", include_str!("../../profiles/bandwidth.toml")),
    (
        "cisco-cucm-moh",
        include_str!("../../profiles/cisco-cucm-moh.toml"),
    ),
    (
        "cisco-meeting-server",
        include_str!("../../profiles/cisco-meeting-server.toml"),
    ),
    ("cisco-uccx", include_str!("../../profiles/cisco-uccx.toml")),
    (
        "cisco-unity-connection",
        include_str!("../../profiles/cisco-unity-connection.toml"),
    ),
    (
        "cisco-unity-express",
        include_str!("../../profiles/cisco-unity-express.toml"),
    ),
    ("dialogflow", include_str!("../../profiles/dialogflow.toml")),
    ("didww", include_str!("../../profiles/didww.toml")),
    (
        "enghouse-ccaas",
        include_str!("../../profiles/enghouse-ccaas.toml"),
    ),
    (
        "exchange-um",
        include_str!("../../profiles/exchange-um.toml"),
    ),
    ("freepbx", include_str!("../../profiles/freepbx.toml")),
    ("freeswitch", include_str!("../../profiles/freeswitch.toml")),
    (
        "freeswitch-pcma",
        include_str!("../../profiles/freeswitch-pcma.toml"),
    ),
    (
        "genesys-cloud",
        include_str!("../../profiles/genesys-cloud.toml"),
    ),
    (
        "huawei-aicc",
        include_str!("../../profiles/huawei-aicc.toml"),
    ),
    (
        "huawei-privatenumber",
        include_str!("../../profiles/huawei-privatenumber.toml"),
    ),
    ("huawei-uc", include_str!("../../profiles/huawei-uc.toml")),
    (
        "huawei-voicecall",
        include_str!("../../profiles/huawei-voicecall.toml"),
    ),
    (
        "lync-response-group",
        include_str!("../../profiles/lync-response-group.toml"),
    ),
    (
        "microsoft-teams",
        include_str!("../../profiles/microsoft-teams.toml"),
    ),
    (
        "mitel-mivoice",
        include_str!("../../profiles/mitel-mivoice.toml"),
    ),
    ("n2sip", include_str!("../../profiles/n2sip.toml")),
    ("netsapiens", include_str!("../../profiles/netsapiens.toml")),
    ("portsip", include_str!("../../profiles/portsip.toml")),
    ("shoretel", include_str!("../../profiles/shoretel.toml")),
    ("talkdesk", include_str!("../../profiles/talkdesk.toml")),
    ("telnyx", include_str!("../../profiles/telnyx.toml")),
    ("twilio", include_str!("../../profiles/twilio.toml")),
    ("vonage", include_str!("../../profiles/vonage.toml")),
    (
        "webex-calling",
        include_str!("../../profiles/webex-calling.toml"),
    ),
    ("yeastar-k2", include_str!("../../profiles/yeastar-k2.toml")),
    (
        "yeastar-p-series",
        include_str!("../../profiles/yeastar-p-series.toml"),
    ),
    ("yuntongxun", include_str!("../../profiles/yuntongxun.toml")),
    ("zoom-phone", include_str!("../../profiles/zoom-phone.toml")),
];

/// What several platforms ask for.
pub(super) static FAMILIES: &[(&str, &str)] = &[
    (
        "alaw-wav-8000",
        include_str!("../../profiles/families/alaw-wav-8000.toml"),
    ),
    (
        "mulaw-wav-8000",
        include_str!("../../profiles/families/mulaw-wav-8000.toml"),
    ),
    (
        "pcm16-wav-8000",
        include_str!("../../profiles/families/pcm16-wav-8000.toml"),
    ),
    (
        "pcm16-wav-16000",
        include_str!("../../profiles/families/pcm16-wav-16000.toml"),
    ),
    (
        "alaw-raw-8000",
        include_str!("../../profiles/families/alaw-raw-8000.toml"),
    ),
    (
        "mulaw-raw-8000",
        include_str!("../../profiles/families/mulaw-raw-8000.toml"),
    ),
    (
        "pcm16-raw-8000",
        include_str!("../../profiles/families/pcm16-raw-8000.toml"),
    ),
    (
        "any-wav",
        include_str!("../../profiles/families/any-wav.toml"),
    ),
];
