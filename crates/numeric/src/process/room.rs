use super::chart::Point;
use super::runs::RunBounds;

/// Room in memory for judging one series after another without asking for more.
#[derive(Debug, Clone, Default)]
pub(super) struct Room {
    /// Readings in rising order, for a median.
    pub sorted: Vec<f64>,
    /// The points as they would be were gaps passed over.
    pub bridged: Vec<Point>,
    /// Fewest crossings by chance, once they are found.
    pub bounds: RunBounds,
}

/// What is in the room is left from before and says nothing of the chart.
impl PartialEq for Room {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
