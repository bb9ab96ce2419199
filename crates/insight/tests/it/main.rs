//! What every method must be, whoever adds it, and what disclosure control must keep.

#[cfg(test)]
mod accidents;
#[cfg(test)]
mod attendances;
#[cfg(test)]
mod choose;
#[cfg(test)]
mod disclosure;
#[cfg(test)]
mod edges;
#[cfg(test)]
mod looks;
#[cfg(test)]
mod made;
#[cfg(test)]
mod presets;
#[cfg(test)]
mod protecting;
#[cfg(test)]
mod random;
#[cfg(test)]
mod shelf;
#[cfg(test)]
mod uses;
