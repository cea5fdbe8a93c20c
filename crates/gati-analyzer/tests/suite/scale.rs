//! What it costs to analyze projects of thousands of files and declarations of megabytes, in
//! counts: files read, files evaluated, types made. Times are the benchmarks' business.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use gati_analyzer::{Analyzer, EntryKind, ProjectOptions, SourceHost};
use rustc_hash::{FxHashMap, FxHashSet};

/// A project in memory that counts what it is asked.
#[derive(Default)]
struct Counting {
    files: Mutex<FxHashMap<PathBuf, String>>,
    folders: Mutex<FxHashSet<PathBuf>>,
    reads: AtomicUsize,
    asked: AtomicUsize,
}

impl Counting {
    fn write(&self, path: &str, text: String) {
        let path = Path::new("/app").join(path);
        let mut folders = self.folders.lock().expect("no test panics while writing");
        folders.extend(path.ancestors().skip(1).map(Path::to_path_buf));
        self.files.lock().expect("no test panics while writing").insert(path, text);
    }

    /// How many files were read, and how often it was asked what a path is, since the last time.
    fn counts(&self) -> (usize, usize) {
        (self.reads.swap(0, Ordering::Relaxed), self.asked.swap(0, Ordering::Relaxed))
    }
}

impl SourceHost for Counting {
    fn read(&self, path: &Path) -> io::Result<String> {
        let files = self.files.lock().expect("no test panics while reading");
        let found = files.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into());
        self.reads.fetch_add(usize::from(found.is_ok()), Ordering::Relaxed);
        found
    }

    fn kind(&self, path: &Path) -> Option<EntryKind> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        if self.files.lock().expect("no test panics while reading").contains_key(path) {
            return Some(EntryKind::File);
        }
        let folders = self.folders.lock().expect("no test panics while reading");
        folders.contains(path).then_some(EntryKind::Directory)
    }

    fn files_below(&self, directory: &Path) -> Vec<PathBuf> {
        let files = self.files.lock().expect("no test panics while reading");
        files.keys().filter(|path| path.starts_with(directory)).cloned().collect()
    }
}

fn handler(model: usize, index: usize, answer: &str) -> String {
    format!(
        "import type {{ Handler }} from '@gati-framework/core';\nimport type {{ Model{model} }} from '../models/model{model}.js';\nexport interface Own{index} {{ of: Model{model}; own: {answer} }}\nexport const handler: Handler<{{ response: Own{index} }}> = async () => null!;\n"
    )
}

/// Nine handlers for each file of models.
fn project(files: usize) -> Arc<Counting> {
    let host = Counting::default();
    let models = files / 10;
    for model in 0..models {
        let next = (model + 1) % models;
        host.write(
            &format!("src/models/model{model}.ts"),
            format!("import type {{ Base{next} }} from './model{next}.js';\nexport interface Base{model} {{ id: string }}\nexport interface Model{model} {{ base: Base{next}; list: Partial<Base{model}>[] }}\n"),
        );
        for turn in 0..9 {
            let index = model * 9 + turn;
            host.write(&format!("src/handlers/h{index}.ts"), handler(model, index, "1"));
        }
    }
    Arc::new(host)
}

/// Reads, questions, and types made, of a cold start.
fn cold(files: usize) -> (usize, usize, u64) {
    let host = project(files);
    let shared: Arc<dyn SourceHost> = Arc::clone(&host) as Arc<dyn SourceHost>;
    let mut analyzer = Analyzer::new(ProjectOptions::new("/app"), shared);
    let analysis = analyzer.analyze();
    assert_eq!(analysis.diagnostics, []);
    assert_eq!(analysis.manifest.handlers.len(), files / 10 * 9);
    let (reads, asked) = host.counts();
    assert_eq!(reads, files, "every file is read once");
    let made = analyzer.types_made();

    host.write("src/handlers/h7.ts", handler(0, 7, "2"));
    analyzer.invalidate(&[PathBuf::from("/app/src/handlers/h7.ts")]);
    analyzer.analyze();
    let (reads, asked_after) = host.counts();
    assert_eq!(
        (reads, analyzer.evaluated()),
        (1, files as u64 / 10 * 9 + 1),
        "an edit is one file"
    );
    assert!(asked_after < 20, "{asked_after} questions after an edit");
    (reads, asked, made)
}

fn grows_no_faster_than_the_project(files: usize) {
    let (_, asked, made) = cold(files);
    let (_, asked_twice, made_twice) = cold(files * 2);
    assert!(asked_twice <= asked * 22 / 10, "{asked} questions became {asked_twice}");
    assert!(made_twice <= made * 22 / 10, "{made} types became {made_twice}");
}

#[test]
fn twice_the_files_are_twice_the_work() {
    grows_no_faster_than_the_project(300);
}

#[test]
#[ignore = "takes seconds without optimisation: cargo test -p gati-analyzer --release -- --ignored"]
fn ten_thousand_files() {
    grows_no_faster_than_the_project(5_000);
}

/// A generated declaration file: interfaces that mention each other, generics, an own namespace.
fn declarations(bytes: usize) -> String {
    let mut text = String::new();
    let mut index = 0;
    while text.len() < bytes {
        let _ = writeln!(
            text,
            "/** Row {index}. */\nexport interface Row{index} {{ id: string; name: string | null; next?: Row{}; tags: readonly string[] }}\nexport type Row{index}Select<T extends keyof Row{index} = keyof Row{index}> = {{ [K in T]?: boolean }};\nexport declare function find{index}(where: Partial<Row{index}>): Promise<Row{index}[]>;",
            index - index % 5,
        );
        index += 1;
    }
    text
}

/// Of a large declaration file only what a handler mentions is evaluated, and only its edits count.
#[test]
fn of_two_megabytes_what_is_needed() {
    let mut made = Vec::new();
    for bytes in [20_000, 2_000_000] {
        let host = Counting::default();
        let types = declarations(bytes);
        host.write("node_modules/rows/package.json", "{ \"types\": \"./index.d.ts\" }".to_owned());
        host.write("node_modules/rows/index.d.ts", types.clone());
        host.write(
            "src/handlers/h.ts",
            "import type { Handler } from '@gati-framework/core';\nimport { find3, type Row7Select } from 'rows';\nexport const GET = () => find3({ id: 'a' });\nexport const POST: Handler<{ body: Row7Select }> = async () => null!;\n".to_owned(),
        );
        let host = Arc::new(host);
        let shared: Arc<dyn SourceHost> = Arc::clone(&host) as Arc<dyn SourceHost>;
        let mut analyzer = Analyzer::new(ProjectOptions::new("/app"), shared);
        let before = analyzer.analyze();
        assert_eq!(before.manifest.handlers.len(), 2, "{:#?}", before.diagnostics);
        made.push(analyzer.types_made());

        let edit = |analyzer: &mut Analyzer, from: &str, to: &str| {
            let evaluated = analyzer.evaluated();
            host.write("node_modules/rows/index.d.ts", types.replace(from, to));
            analyzer.invalidate(&[PathBuf::from("/app/node_modules/rows/index.d.ts")]);
            (analyzer.analyze() != before, analyzer.evaluated() - evaluated)
        };
        assert_eq!(
            edit(&mut analyzer, "interface Row20 {", "interface Row20 { more: 1;"),
            (false, 0)
        );
        assert_eq!(edit(&mut analyzer, "interface Row3 {", "interface Row3 { more: 1;"), (true, 1));
    }
    assert_eq!(made[0], made[1], "types made for the same handler");
}
