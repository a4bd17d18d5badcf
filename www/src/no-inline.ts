// In place of the package's copy of its WebAssembly as text: the page always has the file beside it.
export default "";
