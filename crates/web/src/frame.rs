use cm_app::{Caller, House, Member, Unable};
use cm_kernel::Id;

use crate::who::Who;

/// A partnership's name and where its pages begin.
#[derive(Debug, Clone)]
pub struct Place {
    /// The name people use.
    pub name: String,
    /// Begins with a slash.
    pub path: String,
}

/// One room in the navigation.
#[derive(Debug, Clone)]
pub struct NavItem {
    /// What a person reads.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Whether the page stands in it.
    pub current: bool,
}

/// As whom the reader is signed in.
#[derive(Debug, Clone)]
pub struct Acting {
    /// The member.
    pub member: String,
    /// The partner they act for.
    pub partner: String,
    /// Other partners they act for here: id and name.
    pub also: Vec<(String, String)>,
    /// Whether they are in other partnerships too.
    pub others: bool,
}

/// What was just done, shown once.
#[derive(Debug, Clone)]
pub struct Flash {
    /// One sentence.
    pub text: String,
    /// Whether it needs attention.
    pub attention: bool,
}

/// What the frame around every page shows; see `templates/layout.html`.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The page's own title.
    pub title: String,
    /// The product.
    pub product: &'static str,
    /// What goes before links: empty on the server, a relative path in a static folder.
    pub root: String,
    /// The partnership the page belongs to.
    pub partnership: Option<Place>,
    /// Rooms of the partnership.
    pub nav: Vec<NavItem>,
    /// As whom the reader is signed in.
    pub acting_as: Option<Acting>,
    /// Kept for the layout; cross-site requests are refused by their headers.
    pub csrf: String,
    /// Whether it is a demonstration.
    pub demo: bool,
    /// What was just done.
    pub flash: Option<Flash>,
}

/// The rooms of a partnership, by the key a page names its own with.
const ROOMS: [(&str, &str, &str); 7] = [
    ("home", "Home", ""),
    ("framework", "Framework", "/framework"),
    ("evidence", "Evidence", "/evidence"),
    ("learning", "Learning", "/learning"),
    ("accounts", "Accounts", "/accounts"),
    ("members", "Members", "/members"),
    ("record", "Record", "/record"),
];

impl Frame {
    /// The frame of a page outside any partnership.
    #[must_use]
    pub fn bare(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            product: "Common Measure",
            root: String::new(),
            partnership: None,
            nav: Vec::new(),
            acting_as: None,
            csrf: String::new(),
            demo: false,
            flash: None,
        }
    }

    /// The frame of a page of a partnership, with the room it stands in; what a reader who is not signed in sees has
    /// only the public rooms.
    pub(crate) fn of(
        house: &House,
        partnership: &Id,
        who: &Who,
        room: &str,
        title: impl Into<String>,
    ) -> Result<Self, Unable> {
        let profile = house.profile(partnership)?;
        let path = format!("/p/{partnership}");
        let caller = who.caller(house, partnership).ok();
        let nav = ROOMS
            .iter()
            .filter(|(key, ..)| caller.is_some() || *key == "accounts")
            .map(|(key, label, tail)| NavItem {
                label: (*label).to_owned(),
                href: format!("{path}{tail}"),
                current: *key == room,
            })
            .collect();
        let acting_as = match (caller, &who.member) {
            (Some(caller), Some(member)) => Some(acting(house, &caller, member)?),
            _ => None,
        };
        let name = profile.name.clone();
        let flash = who.flash.clone();
        let place = Some(Place { name, path });
        Ok(Self {
            partnership: place,
            nav,
            acting_as,
            demo: profile.demonstration,
            flash,
            ..Self::bare(title)
        })
    }

    /// Where the partnership's pages begin; empty outside any.
    #[must_use]
    pub fn path(&self) -> String {
        self.partnership
            .as_ref()
            .map_or_else(String::new, |place| format!("{}{}", self.root, place.path))
    }
}

fn acting(house: &House, caller: &Caller, member: &Member) -> Result<Acting, Unable> {
    let view = house.view(&caller.partnership)?;
    let name = |id: &Id| {
        let partner = view.framework.partner(id);
        partner.map_or_else(|| id.to_string(), |it| it.name.clone())
    };
    let also = view.framework.members.of(&member.id);
    let also = also.filter(|it| it.partner != caller.partner);
    Ok(Acting {
        member: member.name.clone(),
        partner: name(&caller.partner),
        also: also.map(|it| (it.partner.to_string(), name(&it.partner))).collect(),
        others: member.partnerships.len() > 1,
    })
}
