//! Puts [`Disk`] under SQLite: a virtual file system of its own. Source: sqlite.org, The SQLite OS Interface or "VFS".
//!
//! No shared memory, so a database on it is opened by one connection that locks it for itself.
#![expect(unsafe_code, reason = "SQLite calls a file system through C function pointers")]

use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::mem::size_of;
use std::ptr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::ffi::{self, sqlite3_file, sqlite3_int64, sqlite3_io_methods, sqlite3_vfs};

use super::disk::{Disk, Failure, SECTOR};

/// A registered file system over one disk. Registered until the process ends: SQLite may still look at it.
pub struct Machine {
    pub vfs: String,
    disk: &'static Mutex<Disk>,
}

impl Machine {
    pub fn new() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let name = format!("power-cut-{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let disk: &'static Mutex<Disk> = Box::leak(Box::new(Mutex::new(Disk::new(0, None))));
        let c_name = CString::new(name.as_str()).unwrap();
        // SAFETY: SQLite is initialised by its own call before its default file system is looked up; that structure is
        // never freed, and the copy registered here, its name and its disk are leaked, so they outlive every use.
        unsafe {
            assert_eq!(ffi::sqlite3_initialize(), ffi::SQLITE_OK);
            let ordinary = ffi::sqlite3_vfs_find(ptr::null());
            assert!(!ordinary.is_null());
            let mut vfs = *ordinary;
            vfs.pNext = ptr::null_mut();
            vfs.zName = c_name.into_raw();
            vfs.pAppData = ptr::from_ref(disk).cast_mut().cast();
            vfs.szOsFile = size_of::<Handle>() as c_int;
            vfs.xOpen = Some(open);
            vfs.xDelete = Some(delete);
            vfs.xAccess = Some(access);
            vfs.xFullPathname = Some(full_pathname);
            let vfs = Box::into_raw(Box::new(vfs));
            assert_eq!(ffi::sqlite3_vfs_register(vfs, 0), ffi::SQLITE_OK);
        }
        Self { vfs: name, disk }
    }

    pub fn disk(&self) -> MutexGuard<'static, Disk> {
        lock(self.disk)
    }
}

fn lock(disk: &'static Mutex<Disk>) -> MutexGuard<'static, Disk> {
    disk.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An open file as SQLite holds it: its own part first.
#[repr(C)]
struct Handle {
    base: sqlite3_file,
    disk: &'static Mutex<Disk>,
    name: *mut String,
}

static METHODS: sqlite3_io_methods = sqlite3_io_methods {
    iVersion: 1,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(nothing),
    xUnlock: Some(nothing),
    xCheckReservedLock: Some(not_reserved),
    xFileControl: Some(control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(no_promises),
    xShmMap: None,
    xShmLock: None,
    xShmBarrier: None,
    xShmUnmap: None,
    xFetch: None,
    xUnfetch: None,
};

fn code(outcome: Result<(), Failure>) -> c_int {
    match outcome {
        Ok(()) => ffi::SQLITE_OK,
        Err(Failure::Off | Failure::Broken) => ffi::SQLITE_IOERR,
        Err(Failure::Full) => ffi::SQLITE_FULL,
    }
}

/// The disk of a file system.
///
/// # Safety
/// `vfs` is one that [`Machine::new`] registered.
unsafe fn disk_of(vfs: *mut sqlite3_vfs) -> &'static Mutex<Disk> {
    // SAFETY: `pAppData` of such a file system points to a leaked disk.
    unsafe { &*(*vfs).pAppData.cast::<Mutex<Disk>>() }
}

/// The disk and name of an open file.
///
/// # Safety
/// `file` was opened by [`open`] and not closed.
unsafe fn parts<'t>(file: *mut sqlite3_file) -> (&'static Mutex<Disk>, &'t str) {
    // SAFETY: `open` put a whole handle there, whose name lives until `close`.
    unsafe {
        let handle = file.cast::<Handle>();
        ((*handle).disk, (*(*handle).name).as_str())
    }
}

unsafe extern "C" fn open(
    vfs: *mut sqlite3_vfs,
    name: *const c_char,
    file: *mut sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    static TEMPORARY: AtomicU64 = AtomicU64::new(0);
    // SAFETY: SQLite gives a file system of ours, a terminated name or none, and room for a handle.
    unsafe {
        let disk = disk_of(vfs);
        let name = if name.is_null() {
            format!("temporary-{}", TEMPORARY.fetch_add(1, Ordering::Relaxed))
        } else {
            CStr::from_ptr(name).to_string_lossy().into_owned()
        };
        (*file).pMethods = ptr::null();
        if !lock(disk).has(&name) {
            if flags & ffi::SQLITE_OPEN_CREATE == 0 {
                return ffi::SQLITE_CANTOPEN;
            }
            lock(disk).create(&name);
        }
        let base = sqlite3_file { pMethods: &METHODS };
        let name = Box::into_raw(Box::new(name));
        file.cast::<Handle>().write(Handle { base, disk, name });
        if !out_flags.is_null() {
            *out_flags = flags;
        }
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn delete(vfs: *mut sqlite3_vfs, name: *const c_char, sync_folder: c_int) -> c_int {
    // SAFETY: SQLite gives a file system of ours and a terminated name.
    let (disk, name) = unsafe { (disk_of(vfs), CStr::from_ptr(name).to_string_lossy()) };
    code(lock(disk).remove(&name, sync_folder != 0))
}

unsafe extern "C" fn access(vfs: *mut sqlite3_vfs, name: *const c_char, _: c_int, out: *mut c_int) -> c_int {
    // SAFETY: SQLite gives a file system of ours, a terminated name and a place for the answer.
    unsafe {
        let name = CStr::from_ptr(name).to_string_lossy();
        *out = c_int::from(lock(disk_of(vfs)).has(&name));
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn full_pathname(_: *mut sqlite3_vfs, name: *const c_char, room: c_int, out: *mut c_char) -> c_int {
    // SAFETY: SQLite gives a terminated name and room for so many bytes.
    unsafe {
        let bytes = CStr::from_ptr(name).to_bytes_with_nul();
        if bytes.len() > room as usize {
            return ffi::SQLITE_CANTOPEN;
        }
        ptr::copy_nonoverlapping(bytes.as_ptr().cast(), out, bytes.len());
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    // SAFETY: `open` made the name with `Box`, and SQLite closes a file once.
    unsafe {
        drop(Box::from_raw((*file.cast::<Handle>()).name));
        (*file).pMethods = ptr::null();
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn read(file: *mut sqlite3_file, into: *mut c_void, length: c_int, at: sqlite3_int64) -> c_int {
    // SAFETY: SQLite gives an open file of ours and room for so many bytes.
    let ((disk, name), into) = unsafe {
        let into = std::slice::from_raw_parts_mut(into.cast::<u8>(), length as usize);
        (parts(file), into)
    };
    match lock(disk).read(name, at as usize, into) {
        Ok(true) => ffi::SQLITE_OK,
        Ok(false) => ffi::SQLITE_IOERR_SHORT_READ,
        Err(failure) => code(Err(failure)),
    }
}

unsafe extern "C" fn write(file: *mut sqlite3_file, from: *const c_void, length: c_int, at: sqlite3_int64) -> c_int {
    // SAFETY: SQLite gives an open file of ours and so many bytes.
    let ((disk, name), bytes) = unsafe {
        let bytes = std::slice::from_raw_parts(from.cast::<u8>(), length as usize);
        (parts(file), bytes)
    };
    code(lock(disk).write(name, at as usize, bytes))
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, size: sqlite3_int64) -> c_int {
    // SAFETY: SQLite gives an open file of ours.
    let (disk, name) = unsafe { parts(file) };
    code(lock(disk).truncate(name, size as usize))
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, _: c_int) -> c_int {
    // SAFETY: SQLite gives an open file of ours.
    let (disk, name) = unsafe { parts(file) };
    code(lock(disk).sync(name))
}

unsafe extern "C" fn file_size(file: *mut sqlite3_file, out: *mut sqlite3_int64) -> c_int {
    // SAFETY: SQLite gives an open file of ours and a place for the answer.
    unsafe {
        let (disk, name) = parts(file);
        *out = lock(disk).size(name) as sqlite3_int64;
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn nothing(_: *mut sqlite3_file, _: c_int) -> c_int {
    ffi::SQLITE_OK
}

unsafe extern "C" fn not_reserved(_: *mut sqlite3_file, out: *mut c_int) -> c_int {
    // SAFETY: SQLite gives a place for the answer.
    unsafe { *out = 0 };
    ffi::SQLITE_OK
}

unsafe extern "C" fn control(_: *mut sqlite3_file, _: c_int, _: *mut c_void) -> c_int {
    ffi::SQLITE_NOTFOUND
}

unsafe extern "C" fn sector_size(_: *mut sqlite3_file) -> c_int {
    SECTOR as c_int
}

unsafe extern "C" fn no_promises(_: *mut sqlite3_file) -> c_int {
    0
}
