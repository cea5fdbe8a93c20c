//! The one name of Node that the files under Miri mention.

pub mod sys {
    /// A loop of libuv, which is only ever pointed at.
    #[allow(non_camel_case_types)]
    pub enum uv_loop_s {}
}
