//! The profiles that telewav comes with.

/// Names of profiles in a folder, each with its text.
macro_rules! profiles {
    ($folder:literal: $($name:literal)*) => {
        &[$((
            $name,
            include_str!(concat!("../../profiles/", $folder, $name, ".toml")),
        )),*]
    };
}

/// The platforms, by name.
pub(super) static PLATFORMS: &[(&str, &str)] = profiles! { "":
    "3cx"
    "alibaba-vms"
    "allworx"
    "amazon-connect"
    "asterisk"
    "asterisk-alaw"
    "asterisk-sln"
    "asterisk-sln16"
    "asterisk-ulaw"
    "auerswald-commander"
    "auerswald-comtrexx"
    "avaya-aura"
    "avaya-ip-office-moh"
    "azure-communication-services"
    "bandwidth"
    "cisco-cucm-moh"
    "cisco-meeting-server"
    "cisco-uccx"
    "cisco-unity-connection"
    "cisco-unity-express"
    "dialogflow"
    "didww"
    "enghouse-ccaas"
    "exchange-um"
    "freepbx"
    "freeswitch"
    "freeswitch-pcma"
    "genesys-cloud"
    "huawei-aicc"
    "huawei-privatenumber"
    "huawei-uc"
    "huawei-voicecall"
    "lync-response-group"
    "microsoft-teams"
    "mitel-mivoice"
    "n2sip"
    "netsapiens"
    "portsip"
    "shoretel"
    "talkdesk"
    "telnyx"
    "twilio"
    "vonage"
    "webex-calling"
    "yeastar-k2"
    "yeastar-p-series"
    "yuntongxun"
    "zoom-phone"
};

/// What several platforms ask for.
pub(super) static FAMILIES: &[(&str, &str)] = profiles! { "families/":
    "alaw-wav-8000"
    "mulaw-wav-8000"
    "pcm16-wav-8000"
    "pcm16-wav-16000"
    "alaw-raw-8000"
    "mulaw-raw-8000"
    "pcm16-raw-8000"
    "any-wav"
};
