use cm_kernel::Id;

use crate::evidence::{agreed, brings_in, sends};
use crate::world::CARE;

#[tokio::test]
async fn a_sheet_of_a_workbook_with_several_is_chosen_and_recorded() {
    let world = agreed().await;
    let mut bela = world.signed_in("bela").await;
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, seen) in [("Notes & north", 7), ("South", 8)] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (column, text) in ["month", "ward", "seen", "all"].into_iter().enumerate() {
            sheet.write(0, u16::try_from(column).unwrap(), text).unwrap();
        }
        sheet.write(1, 0, "2017-01").unwrap();
        sheet.write(1, 1, "A").unwrap();
        sheet.write(1, 2, seen).unwrap();
        sheet.write(1, 3, 10).unwrap();
    }
    let sent = sends(&mut bela, "book.xlsx", &book.save_to_buffer().unwrap())
        .await
        .is(303);
    let page = bela.get(&sent.location).await.is(200);
    page.says(&["Notes &#38; north</strong> is read", "Read “South” instead"]);
    let other = bela.get(&format!("{}&sheet=South", sent.location)).await.is(200);
    other.says(&["South</strong> is read", "value=\"South\""]);
    let path = sent.location.split('?').next().unwrap().to_owned();
    brings_in(&mut bela, &path, &other, &[]).await;
    let (_, rows) = world
        .house
        .rows(
            &world.caller("bela"),
            &Id::slug("seen-in-time"),
            &cm_app::Scope::default(),
        )
        .unwrap();
    assert_eq!(rows.rows[0].reading.number(), Some(0.8));
    let at = world.house.view(&Id::slug("care")).unwrap().length - 1;
    bela.get(&format!("{CARE}/record/{at}"))
        .await
        .says(&["on the sheet “South”"]);
    let none = bela.get(&format!("{}&sheet=West", sent.location)).await;
    assert!(
        none.body.contains("exchange/no-such-sheet") || none.status == 404,
        "{}",
        none.status
    );
}
